//! Every word of the interface, by language. English and Kazakh follow as further values of [`Words`].

mod correction;
mod time;

use super::queries::lanes::Facet;
use super::queries::timeline::{Step, Tick};
use super::share::ShareError;
use super::state::Pane;
use crate::worker::protocol::{FileError, LimitView};

/// The interface's words in one language.
#[derive(Debug, PartialEq)]
#[allow(missing_docs, reason = "a name says what its words are for")]
pub struct Words {
    pub language: &'static str,
    pub tagline: &'static str,
    pub drop_title: &'static str,
    pub drop_hint: &'static str,
    /// Takes the articles of one text apart.
    pub split: &'static str,
    /// Shows copies of an article once.
    pub fold: &'static str,
    /// Before the path of a file within others.
    pub from_file: &'static str,
    pub choose: &'static str,
    pub paste_label: &'static str,
    pub paste_placeholder: &'static str,
    pub analyse: &'static str,
    pub privacy: &'static str,
    pub pasted: &'static str,
    pub loading: &'static str,
    pub working: &'static str,
    pub cancel: &'static str,
    pub clear: &'static str,
    pub add: &'static str,
    pub exports: &'static str,
    pub exports_hint: &'static str,
    pub excel: &'static str,
    pub theme: &'static str,
    pub dismiss: &'static str,
    pub remove: &'static str,
    pub articles: &'static str,
    pub article: &'static str,
    pub entities: &'static str,
    pub timeline: &'static str,
    pub published: &'static str,
    pub no_date: &'static str,
    pub no_entities: &'static str,
    pub no_events: &'static str,
    pub undated: &'static str,
    /// In the place of an event's time.
    pub no_day: &'static str,
    pub zoom_in: &'static str,
    pub zoom_out: &'static str,
    pub fit: &'static str,
    pub as_table: &'static str,
    pub as_chart: &'static str,
    pub when: &'static str,
    pub what: &'static str,
    pub source: &'static str,
    pub search: &'static str,
    pub everything: &'static str,
    pub timeline_help: &'static str,
    pub waiting: &'static str,
    pub labels_toggle: &'static str,
    pub broken: &'static str,
    pub card: &'static str,
    pub also: &'static str,
    pub pick_entity: &'static str,
    pub article_help: &'static str,
    pub share: &'static str,
    pub share_view: &'static str,
    pub share_view_hint: &'static str,
    pub share_all: &'static str,
    pub share_all_hint: &'static str,
    pub share_link: &'static str,
    pub share_privacy: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub long_link: &'static str,
    pub too_long_link: &'static str,
    pub only_as_file: &'static str,
    pub save_project: &'static str,
    pub awaiting: &'static str,
    pub example: &'static str,
    pub clear_example: &'static str,
    pub requests: &'static str,
    /// What the page's own requests were for.
    pub own_requests: &'static str,
    pub filters: &'static str,
    pub drop_filter: &'static str,
    pub show_all: &'static str,
    pub only_this: &'static str,
    pub only_period: &'static str,
    pub nothing_left: &'static str,
    pub or_else: &'static str,
    pub close: &'static str,
    pub show_anchor: &'static str,
    pub portrait: &'static str,
    pub to_article: &'static str,
    pub forms: &'static str,
    /// Over the words of a person.
    pub quotes: &'static str,
    /// Over the names with the reasons why they are together.
    pub together: &'static str,
    /// Button: a name is something else.
    pub part: &'static str,
    /// Button: that was a mistake.
    pub unite: &'static str,
    /// Said of an entity that was set apart.
    pub set_apart: &'static str,
    pub related: &'static str,
    pub others: &'static str,
    pub lanes: &'static str,
    pub show_less: &'static str,
    pub taller: &'static str,
    pub sort: &'static str,
    pub facets: &'static str,
    pub remarks: &'static str,
    pub share_decisions: &'static str,
    pub share_decisions_hint: &'static str,
    pub correct: &'static str,
    pub change_type: &'static str,
    pub other_type: &'static str,
    pub start_back: &'static str,
    pub start_on: &'static str,
    pub end_back: &'static str,
    pub end_on: &'static str,
    pub no_mention: &'static str,
    /// Button: it is what it was taken for.
    pub confirm: &'static str,
    pub to_all_alike: &'static str,
    pub mark_all: &'static str,
    pub value_label: &'static str,
    pub not_edtf: &'static str,
    pub given: &'static str,
    pub take_back: &'static str,
    pub make_again: &'static str,
    pub new_mention: &'static str,
    pub draft_help: &'static str,
    pub events_here: &'static str,
    pub no_event: &'static str,
    pub status_label: &'static str,
    pub history: &'static str,
    /// The same on a button.
    pub history_short: &'static str,
    pub history_hint: &'static str,
    pub no_decisions: &'static str,
    pub undone: &'static str,
    pub redone: &'static str,
    pub save_log: &'static str,
    pub undo: &'static str,
    pub redo: &'static str,
    pub unresolved: &'static str,
    pub all_settled: &'static str,
    pub merge: &'static str,
    pub merge_find: &'static str,
    pub collections: &'static str,
    pub collection_name: &'static str,
    pub no_collections: &'static str,
    pub fresh: &'static str,
    pub delete: &'static str,
    pub delete_surely: &'static str,
    pub kept_here: &'static str,
    pub elsewhere: &'static str,
    pub not_kept: &'static str,
    pub search_all: &'static str,
    pub hit_next: &'static str,
    pub hit_before: &'static str,
    pub keys_title: &'static str,
    pub single_keys: &'static str,
    pub single_keys_hint: &'static str,
    pub help: &'static str,
    months: [&'static str; 12],
}

/// Russian, the first language of the interface.
pub static RUSSIAN: Words = Words {
    language: "ru",
    tagline: "кто, что, где и когда — в русских новостях",
    drop_title: "Перетащите сюда статьи",
    split: "Разделить на статьи",
    fold: "Повторы показывать один раз",
    from_file: "из файла",
    drop_hint: "страницы сайтов, Word, PDF, почта, архивы ZIP, простой текст; папки целиком, сколько угодно сразу",
    choose: "Выбрать файлы",
    paste_label: "или вставьте текст",
    paste_placeholder: "Вставьте текст статьи…",
    analyse: "Разобрать",
    privacy: "Тексты не покидают этот компьютер: после загрузки страница обращается только к своему сайту, за программой чтения, когда придёт первый PDF или другой сложный файл. Проверьте: отключите сеть — остальное продолжит работать.",
    own_requests: "за программами чтения с этого сайта",
    pasted: "Вставленный текст",
    loading: "Загружается словарь и модель…",
    working: "Разбираю",
    cancel: "Остановить",
    clear: "Очистить",
    add: "Добавить статьи",
    exports: "Скачать",
    exports_hint: "Всё собрано на этом компьютере: статьи, имена, даты, события и ваши решения.",
    excel: "таблицы для Excel: точка с запятой",
    theme: "Светлая или тёмная тема",
    dismiss: "Скрыть сообщение",
    remove: "Убрать статью",
    articles: "Статьи",
    article: "Статья",
    entities: "Кто и что",
    timeline: "Хронология",
    published: "Опубликовано",
    no_date: "дата не указана",
    no_entities: "Ничего не найдено",
    no_events: "Событий с датой не найдено",
    undated: "Без точной даты",
    no_day: "без даты",
    zoom_in: "Крупнее",
    zoom_out: "Мельче",
    fit: "Показать всё",
    as_table: "Таблица",
    as_chart: "Шкала",
    when: "Когда",
    what: "Что",
    source: "Источник",
    search: "Найти в списке",
    everything: "Все",
    timeline_help: "Хронология: стрелки ведут по событиям, Enter открывает, плюс и минус меняют масштаб (как и Ctrl с колесом), 0 показывает всё, Shift со стрелками двигает",
    waiting: "в очереди",
    labels_toggle: "Подписи",
    broken: "Модель не загрузилась, разбор невозможен. Обновите страницу. Причина:",
    card: "Об упоминании",
    also: "Встречается и как",
    pick_entity: "Отобрать и идти по упоминаниям",
    article_help: "Клавиши N и P ведут по упоминаниям, Escape закрывает карточку",
    share: "Поделиться",
    share_view: "Только вид",
    share_view_hint: "Статья и отбор. Текстов в ссылке нет: у получателя должны быть те же статьи.",
    share_all: "Всё, с текстами",
    share_all_hint: "Получатель увидит то же самое, ничего не имея.",
    share_link: "Ссылка",
    share_privacy: "Содержимое стоит в ссылке за знаком # и на сервер не отправляется; прочтёт его каждый, у кого есть ссылка.",
    copy: "Скопировать",
    copied: "Скопировано",
    long_link: "Ссылка длинная: в мессенджере она может оборваться. Файл надёжнее.",
    too_long_link: "Тексты в ссылку не помещаются: сохраните файл и передайте его. Его можно перетащить на эту страницу.",
    only_as_file: "только файлом",
    save_project: "Сохранить файлом",
    awaiting: "Ссылка ведёт к виду без текстов. Добавьте те же статьи, и он откроется.",
    example: "Это пример: шесть статей о вымышленных людях и событиях. Он исчезнет, как только вы добавите свои.",
    clear_example: "Убрать пример",
    requests: "Запросов с момента загрузки",
    filters: "Отобрано",
    drop_filter: "Снять отбор",
    show_all: "Показать всё",
    only_this: "Только эта статья",
    only_period: "Только этот период",
    nothing_left: "Под отбор ничего не подходит",
    or_else: "Может быть и",
    close: "Закрыть",
    show_anchor: "Показать, от чего отсчитано",
    portrait: "Подробнее",
    to_article: "К статье",
    forms: "Как назван",
    quotes: "Слова и заявления",
    together: "Почему вместе",
    part: "Отделить",
    unite: "Вернуть",
    set_apart: "Отделено вами от другого имени.",
    related: "Упоминается рядом с",
    others: "Остальное",
    lanes: "Дорожки",
    show_less: "Свернуть",
    taller: "Выше",
    sort: "Порядок",
    facets: "Что отмечать",
    remarks: "К статье есть замечания",
    share_decisions: "Вид и решения",
    share_decisions_hint: "С вашими исправлениями, без текстов: у кого есть те же статьи, увидит то же самое.",
    correct: "Исправить",
    change_type: "Изменить тип",
    other_type: "другой тип…",
    start_back: "Начало на слово раньше",
    start_on: "Начало на слово позже",
    end_back: "Конец на слово раньше",
    end_on: "Конец на слово позже",
    no_mention: "Не упоминание",
    confirm: "Верно",
    to_all_alike: "ко всем таким же во всех статьях",
    mark_all: "отметить везде, где стоят эти слова в любой форме",
    value_label: "Значение",
    not_edtf: "Такой даты нет. Примеры: 2024-05-03, 2024-05, 2024, 199X, 2024-05-03/2024-05-07.",
    given: "Исправлено вами.",
    take_back: "Отменить",
    make_again: "Вернуть",
    new_mention: "Новое упоминание",
    draft_help: "Цифры выбирают тип, стрелки переходят к другому слову, Shift со стрелками меняет длину, Escape закрывает.",
    events_here: "События этого предложения",
    no_event: "Не событие",
    status_label: "Состоялось ли",
    history: "История решений",
    history_short: "История",
    history_hint: "Решения хранятся отдельно от разбора и переживают его; любое можно отменить и вернуть.",
    no_decisions: "Вы ещё ничего не исправляли. Откройте карточку упоминания и поправьте то, что найдено неверно.",
    undone: "Отменено",
    redone: "Возвращено",
    save_log: "Сохранить решения файлом",
    undo: "Отменить",
    redo: "Вернуть отменённое",
    unresolved: "Неясное",
    all_settled: "Здесь пусто: всё определено.",
    merge: "Объединить с другим",
    merge_find: "Имя или название",
    collections: "Коллекции",
    collection_name: "Название коллекции",
    no_collections: "Пока ничего не сохранено: коллекция появится здесь с первой статьёй.",
    fresh: "Новая коллекция",
    delete: "Удалить",
    delete_surely: "Удалить навсегда?",
    kept_here: "Хранится только в этом браузере.",
    elsewhere: "Эта коллекция открыта в другой вкладке. Здесь её можно читать, но изменения не сохранятся.",
    not_kept: "Браузер ничего не сохраняет на этом компьютере или место кончилось: после закрытия страницы останется только то, что вы сохраните файлом.",
    search_all: "Искать в статьях: слова в любой форме, «фраза»",
    hit_next: "Следующее место (F3)",
    hit_before: "Предыдущее место (Shift+F3)",
    keys_title: "Клавиши",
    single_keys: "Одиночные клавиши включены",
    single_keys_hint: "Выключите, если вводите голосом или клавиши мешают: стрелки, Tab и Ctrl+Z останутся.",
    help: "Справка о клавишах",
    months: ["янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"],
};

/// Families in the order of the list: value of `data-family` and its words.
pub const FAMILIES: &[(&str, &str)] = &[
    ("people", "Люди"),
    ("organizations", "Организации"),
    ("places", "Места"),
    ("events", "События и законы"),
    ("things", "Прочее"),
    ("time", "Время"),
    ("figures", "Числа"),
];

/// All types, by their names.
pub const TYPE_NAMES: &[&str] = &[
    "AGE",
    "AWARD",
    "CITY",
    "COUNTRY",
    "CRIME",
    "DATE",
    "DISEASE",
    "DISTRICT",
    "EVENT",
    "FACILITY",
    "FAMILY",
    "IDEOLOGY",
    "LANGUAGE",
    "LAW",
    "LOCATION",
    "MONEY",
    "NATIONALITY",
    "NUMBER",
    "ORDINAL",
    "ORGANIZATION",
    "PENALTY",
    "PERCENT",
    "PERSON",
    "PRODUCT",
    "PROFESSION",
    "RELIGION",
    "STATE_OR_PROVINCE",
    "TIME",
    "WORK_OF_ART",
];

/// Family, full name and short label of each type.
const TYPES: &[(&str, &str, &str, &str)] = &[
    ("AGE", "figures", "возраст", "возр"),
    ("AWARD", "things", "награда", "нагр"),
    ("CITY", "places", "город", "гор"),
    ("COUNTRY", "places", "страна", "стр"),
    ("CRIME", "events", "преступление", "прест"),
    ("DATE", "time", "дата", "дата"),
    ("DISEASE", "things", "болезнь", "бол"),
    ("DISTRICT", "places", "район", "р-н"),
    ("EVENT", "events", "событие", "соб"),
    ("FACILITY", "places", "сооружение", "соор"),
    ("FAMILY", "people", "семья", "сем"),
    ("IDEOLOGY", "things", "идеология", "идеол"),
    ("LANGUAGE", "things", "язык", "яз"),
    ("LAW", "events", "закон", "зак"),
    ("LOCATION", "places", "место", "мест"),
    ("MONEY", "figures", "деньги", "сум"),
    ("NATIONALITY", "people", "народ", "нар"),
    ("NUMBER", "figures", "число", "числ"),
    ("ORDINAL", "figures", "порядковое", "№"),
    ("ORGANIZATION", "organizations", "организация", "орг"),
    ("PENALTY", "events", "наказание", "нак"),
    ("PERCENT", "figures", "доля", "%"),
    ("PERSON", "people", "человек", "чел"),
    ("PRODUCT", "things", "изделие", "изд"),
    ("PROFESSION", "people", "должность", "долж"),
    ("RELIGION", "things", "религия", "рел"),
    ("STATE_OR_PROVINCE", "places", "область", "обл"),
    ("TIME", "time", "время", "врем"),
    ("WORK_OF_ART", "things", "произведение", "произв"),
];

fn described(label: &str) -> (&'static str, &'static str, &'static str) {
    TYPES.iter().find(|t| t.0 == label).map_or(("things", "", ""), |t| (t.1, t.2, t.3))
}

/// The family of a type, as in `data-family`.
pub fn family(label: &str) -> &'static str {
    described(label).0
}

/// The form that a number asks for: one, two to four, five and more.
/// «3 статьи».
fn counted(n: usize, forms: [&'static str; 3]) -> String {
    format!("{n} {}", plural(n, forms))
}

fn plural(n: usize, forms: [&'static str; 3]) -> &'static str {
    match (n % 10, n % 100) {
        (1, x) if x != 11 => forms[0],
        (2..=4, x) if !(12..=14).contains(&x) => forms[1],
        _ => forms[2],
    }
}

impl Words {
    /// A type in full.
    pub fn label(&self, label: &str) -> &'static str {
        described(label).1
    }

    /// A type in a few letters.
    pub fn short_label(&self, label: &str) -> &'static str {
        described(label).2
    }

    /// Why a name belongs to an entity, by the name of the reason.
    pub fn joined(&self, why: &str) -> &'static str {
        match why {
            "given" => "объединено вами",
            "order" => "те же имя и фамилия в другом порядке",
            "known" => "другое известное название",
            "body" => "тот же орган того же государства",
            "quoted" => "то же название в кавычках",
            "abbreviation" => "сокращение дано в тексте в скобках",
            "surname" => "та же фамилия",
            "initials" => "та же фамилия, инициалы подходят",
            "part-of-name" => "часть полного имени",
            "acronym" => "первые буквы полного названия",
            "only-state" => "другого органа с таким названием нет",
            "given-name" => "то же имя, другого человека с ним нет",
            "short" => "сокращённое название, другое не подходит",
            "script" => "то же имя другим алфавитом",
            "spelling" => "близкое написание",
            "spelling-and-office" => "близкое написание и та же должность",
            "office" => "должность или слово, которое здесь больше никому не подходит",
            "only-one" => "та же фамилия, другого человека с ней нет",
            "context" => "та же фамилия, рядом те же люди и организации",
            _ => "то же имя",
        }
    }

    /// What the timeline's rows are grouped by.
    pub fn facet(&self, facet: Facet) -> &'static str {
        match facet {
            Facet::None => "общие",
            Facet::Articles => "по статьям",
            Facet::People => "по людям",
            Facet::Organizations => "по организациям",
            Facet::Places => "по местам",
        }
    }

    /// An order of the list of entities, by the value of its choice.
    pub fn order(&self, name: &str) -> &'static str {
        match name {
            "name" => "по алфавиту",
            "first" => "по первому упоминанию",
            _ => "по числу упоминаний",
        }
    }

    /// `Служебное: 3 строки`
    pub fn furniture(&self, n: usize) -> String {
        format!("Служебное: {n} {}", plural(n, ["строка", "строки", "строк"]))
    }

    /// `Показать ещё 12`
    pub fn show_more(&self, n: usize) -> String {
        format!("Показать ещё {n}")
    }

    /// `← 9 раньше`, `2 позже →`
    pub fn outside(&self, n: usize, before: bool) -> String {
        if before { format!("← {n} раньше") } else { format!("{n} позже →") }
    }

    /// The label of a tick.
    pub fn tick(&self, tick: &Tick) -> String {
        let at = tick.at;
        let year = || if at.year() > 0 { at.year().to_string() } else { format!("{} до н. э.", 1 - at.year()) };
        match tick.step {
            Step::Years(_) => year(),
            Step::Months(_) if at.month() == 1 => year(),
            Step::Months(_) => format!("{} {}", if at.month() == 5 { "май" } else { self.month(at.month()) }, at.year()),
            Step::Hours(_) if at.hour() > 0 => format!("{}:00", at.hour()),
            Step::Days(_) | Step::Hours(_) => format!("{} {}", at.day(), self.month(at.month())),
        }
    }

    /// A pane's name.
    pub fn pane(&self, pane: Pane) -> &'static str {
        match pane {
            Pane::Article => self.article,
            Pane::Entities => self.entities,
            Pane::Timeline => self.timeline,
        }
    }

    /// Why a file could not be read, and what to do.
    pub fn file_error(&self, name: &str, error: &FileError) -> String {
        match error {
            FileError::Empty => format!("«{name}»: в файле нет текста."),
            FileError::Limit(limit) => format!("«{name}»: {}", self.limit(*limit)),
            FileError::Unsupported(what) => format!("«{name}»: {}", self.unsupported(what)),
            FileError::Binary => format!("«{name}»: это не текст."),
            FileError::Encrypted(format) => format!("«{name}»: файл {format} закрыт паролем. Сохраните его без пароля."),
            FileError::Damaged(format, _) => {
                format!("«{name}»: файл {format} повреждён или обрывается. Скачайте или сохраните его ещё раз.")
            }
            FileError::NoTextLayer(format) => {
                format!("«{name}»: в файле {format} нет текста, только изображения страниц. Сначала распознайте их (OCR).")
            }
            FileError::NoArticle => format!("«{name}»: на странице нет статьи, только ссылки на другие. Откройте и сохраните сами статьи."),
            FileError::NoText(format) => format!("«{name}»: в файле {format} не нашлось текста статьи."),
            FileError::GaveUp(format) => format!("«{name}»: файл {format} прочитать не удалось."),
            FileError::NoReader => {
                format!(
                    "«{name}»: не загрузилась программа чтения этого формата с сайта страницы. Проверьте связь и откройте файл ещё раз."
                )
            }
            FileError::TooLong => format!("«{name}»: чтение не закончилось за две минуты и остановлено. Сохраните текст файла отдельно."),
            FileError::Lost => {
                format!("«{name}»: разбор оборвался, вероятно не хватило памяти. Закройте лишние вкладки или разделите файл.")
            }
            FileError::Unreadable => format!("«{name}»: браузер не смог прочитать файл. Возможно, его переместили: выберите его ещё раз."),
        }
    }

    /// A language by its code, as in «язык: казахский».
    pub fn language_name<'c>(&self, code: &'c str) -> &'c str {
        match code {
            "ru" => "русский",
            "kk" => "казахский",
            "uk" => "украинский",
            "be" => "белорусский",
            "bg" => "болгарский",
            "mk" => "македонский",
            "sr" => "сербский",
            "ky" => "кыргызский",
            "tt" => "татарский",
            "mn" => "монгольский",
            "tg" => "таджикский",
            "en" => "английский",
            "de" => "немецкий",
            "fr" => "французский",
            "es" => "испанский",
            "tr" => "турецкий",
            "uz" => "узбекский",
            "az" => "азербайджанский",
            "und" => "не определён",
            other => other,
        }
    }

    /// What a file brought, and what in it could not be read.
    pub fn parts(&self, name: &str, parts: usize) -> String {
        format!("«{name}»: не прочитано {}, остальное разобрано.", counted(parts, ["вложение", "вложения", "вложений"]))
    }

    /// Offers to take a text apart.
    pub fn several(&self, count: &str) -> String {
        format!("Похоже, здесь несколько статей: {count}.")
    }

    /// So many articles in a file so far.
    pub fn holds(&self, articles: u32) -> String {
        counted(articles as usize, ["статья", "статьи", "статей"])
    }

    /// Copies of the article, by the sites or names they stand under.
    pub fn copies(&self, count: usize) -> String {
        format!("ещё {}", counted(count, ["копия", "копии", "копий"]))
    }

    /// Where in a file a place is.
    pub fn page(&self, number: u32) -> String {
        format!("с. {number}")
    }

    fn limit(&self, limit: LimitView) -> String {
        match limit {
            LimitView::File(most) => format!("файл больше {most} МБ. Разделите его на части."),
            LimitView::Text(size, most) => {
                format!("{size} МБ текста — больше, чем можно разобрать за раз ({most} МБ). Разделите файл на части.")
            }
            LimitView::Unpacked(most) => format!("в архиве больше {most} МБ. Остальное не прочитано: разделите архив."),
            LimitView::Parts(most) => format!("в файле больше {most} статей и файлов. Остальное не прочитано: разделите его."),
            LimitView::Depth(most) => format!("архивы вложены друг в друга глубже {most}. Распакуйте внутренние."),
            LimitView::Nesting(most) => format!("элементы страницы вложены глубже {most}, статью не выделить. Сохраните её текст."),
        }
    }

    fn unsupported(&self, what: &str) -> &'static str {
        match what {
            "Ole" => "это файл Word старого образца (.doc). Сохраните его как DOCX или RTF.",
            "Office" => "это таблица или презентация. Сохраните таблицу как CSV, а текст как DOCX.",
            "Image" | "DjVu" => "это изображение. Сначала распознайте текст (OCR).",
            "Media" => "это звук или видео.",
            "Archive" => "архивы читаются только ZIP и gzip. Распакуйте его.",
            "Program" => "это программа, а не документ.",
            "Xml" => "XML такого вида не читается. Сохраните его как текст.",
            _ => "в этом JSON нет статей: читаются объекты с полем «text».",
        }
    }

    /// A remark on a document, for the reader; `None` when it matters to scripts only.
    pub fn diagnostic(&self, code: &str, detail: &str) -> Option<String> {
        Some(match code {
            "not-russian" => format!("Текст не на русском языке ({}) и поэтому не размечен.", self.language_name(detail)),
            "other-language" => format!("Часть текста на другом языке ({}) и поэтому не размечена.", self.language_name(detail)),
            "replaced-bytes" => format!("Файл повреждён: не прочитано мест — {detail}, они заменены знаком �."),
            "no-publication-date" => {
                "День публикации не найден: «сегодня», «вчера» и даты без года не привязаны к календарю. Укажите его выше.".into()
            }
            "impossible-date" => format!("В тексте есть дата, которой нет в календаре: «{detail}»."),
            "weekday-mismatch" => format!("День недели в тексте не сходится с датой {}.", self.long_value(detail, "DATE")),
            "reversed-interval" => format!("Промежуток в тексте кончается раньше, чем начинается: {}.", self.value(detail, "DATE")),
            _ => return None,
        })
    }

    /// Said on the card of a capital that stands for its government.
    pub fn government(&self, country: &str) -> String {
        format!("Здесь это, вероятно, власти страны: {country}.")
    }

    /// `файл 2 из 5`
    pub fn progress(&self, done: usize, all: usize) -> String {
        format!("{}: {} из {all}", self.working, (done + 1).min(all))
    }

    /// What an event's status adds to its line; nothing for what happened.
    pub fn status(&self, status: &str) -> Option<&'static str> {
        match status {
            "planned" => Some("план"),
            "recurring" => Some("регулярно"),
            "denied" => Some("отменено"),
            _ => None,
        }
    }

    /// What several articles say differently of an event: `Расходятся числа: 40 или 52`.
    pub fn disagreement(&self, matter: &str, said: &[&str]) -> String {
        let (what, said): (_, Vec<String>) = match matter {
            "time" => ("время", said.iter().map(|v| self.value(v, "DATE")).collect()),
            "status" => ("было ли это", said.iter().map(|v| self.status(v).unwrap_or("состоялось").to_string()).collect()),
            _ => ("числа", said.iter().map(|v| (*v).to_string()).collect()),
        };
        format!("Расходятся {what}: {}", said.join(" или "))
    }

    /// On how many articles an event rests, and when they appeared: `2 статьи, 12–13 марта 2024`.
    pub fn reported(&self, articles: usize, reported: Option<&[String; 2]>) -> String {
        let count = format!("{articles} {}", plural(articles, ["статья", "статьи", "статей"]));
        match reported {
            Some([first, last]) if first == last => format!("{count}, {}", self.value(first, "DATE")),
            Some([first, last]) => format!("{count}, {}", self.value(&format!("{first}/{last}"), "DATE")),
            None => count,
        }
    }

    /// When an event is; what nothing places says so.
    pub fn when_of(&self, value: Option<&str>) -> String {
        value.map_or(self.no_day.to_string(), |v| self.value(v, "DATE"))
    }

    /// `5 упоминаний`
    pub fn mentions(&self, n: usize) -> String {
        format!("{n} {}", plural(n, ["упоминание", "упоминания", "упоминаний"]))
    }

    /// `5`, or `2 из 5`
    pub fn some_of(&self, n: usize, all: usize) -> String {
        if n == all { n.to_string() } else { format!("{n} из {all}") }
    }

    /// `12 событий`
    pub fn events_left(&self, n: usize) -> String {
        format!("{n} {}", plural(n, ["событие", "события", "событий"]))
    }

    /// `1 234 знака`
    pub fn characters(&self, n: usize) -> String {
        format!("{n} {}", plural(n, ["знак", "знака", "знаков"]))
    }

    /// Why a link or project file is not opened, and what to do.
    pub fn refused(&self, error: ShareError) -> &'static str {
        match error {
            ShareError::Damaged => {
                "Ссылка или файл повреждены: открыть их нельзя. Возможно, ссылка оборвалась при пересылке — попросите файл."
            }
            ShareError::Later => "Ссылка сделана более новой версией страницы. Обновите страницу.",
            ShareError::TooLarge => "Файл распаковывается в слишком большой объём и не открыт.",
        }
    }

    /// `5 упоминаний, статей: 2`
    pub fn mentions_in(&self, n: usize, documents: usize) -> String {
        if documents < 2 { format!("{}.", self.mentions(n)) } else { format!("{}, статей: {documents}.", self.mentions(n)) }
    }

    /// `уверенность 93 %`
    pub fn sure(&self, score: f32) -> String {
        format!("уверенность {:.0} %", score * 100.0)
    }

    /// A month's short name, 1 to 12.
    pub fn month(&self, n: i8) -> &'static str {
        self.months.get((n - 1) as usize).copied().unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlp::ner::Label;

    #[test]
    fn every_type_has_words_and_a_family() {
        for label in Label::ALL {
            let (family, long, short) = described(label.name());
            assert!(!long.is_empty() && !short.is_empty(), "{}", label.name());
            assert!(FAMILIES.iter().any(|f| f.0 == family));
        }
    }

    #[test]
    fn counts_agree() {
        assert_eq!(
            [1, 3, 5, 11, 21].map(|n| RUSSIAN.mentions(n)),
            ["1 упоминание", "3 упоминания", "5 упоминаний", "11 упоминаний", "21 упоминание"]
        );
    }
}
