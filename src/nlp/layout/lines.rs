//! What can be seen of a line, as names of features: the model weighs them, training counts them.

use super::super::temporal::Written;
use super::{Line, lines};
use crate::nlp::segment::Segmentation;

/// Where in a line a phrase must stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At its start, as whole words.
    Start,
    /// Anywhere.
    Within,
    /// Alone but for signs and figures.
    Alone,
}
use Place::{Alone, Start, Within};

/// Kinds of lines by their phrases; folded.
const PHRASES: &[(&str, Place, &[&str])] = &[
    (
        "read-also",
        Start,
        &[
            "читайте также",
            "читайте еще",
            "читать также",
            "читайте по теме",
            "читайте далее",
            "читайте на тему",
            "смотрите также",
            "см. также",
            "еще по теме",
            "по теме:",
            "материалы по теме",
            "материал по теме",
            "ранее по теме",
            "новости по теме",
            "похожие материалы",
            "похожие новости",
            "похожие статьи",
            "другие новости",
            "другие материалы",
            "еще новости",
            "больше новостей",
            "вам может быть интересно",
            "вам будет интересно",
            "рекомендуем",
            "не пропустите",
            "связанные материалы",
            "связанные новости",
            "в тему",
            "читать дальше",
            "читать полностью",
            "подробнее:",
            "это интересно",
            "оқи отырыңыз",
        ],
    ),
    (
        "label",
        Alone,
        &[
            "популярное",
            "самое популярное",
            "самое читаемое",
            "популярные новости",
            "читаемое",
            "новости партнеров",
            "новости партнера",
            "последние новости",
            "все новости",
            "лента новостей",
            "лента",
            "главное",
            "главные новости",
            "топ новостей",
            "топ",
            "новости",
            "сейчас читают",
            "сейчас обсуждают",
            "выбор редакции",
            "комментарии",
            "комментариев",
            "комментарий",
            "добавить комментарий",
            "оставить комментарий",
            "написать комментарий",
            "видео",
            "фото",
            "реклама",
            "партнерский материал",
            "теги",
            "метки",
            "поделиться",
            "поделиться новостью",
            "опрос",
            "архив",
            "архив новостей",
            "рубрики",
            "разделы",
            "меню",
            "поиск",
            "войти",
            "вход",
            "регистрация",
            "контакты",
            "о нас",
            "о проекте",
            "редакция",
            "подписка",
            "подписаться",
            "наверх",
            "назад",
            "вперед",
            "предыдущая",
            "следующая",
            "спецпроекты",
            "интервью",
            "мнения",
            "происшествия",
            "общество",
            "политика",
            "экономика",
            "спорт",
            "культура",
            "в мире",
            "регионы",
            "бизнес",
            "наука",
            "технологии",
            "погода",
            "курс валют",
            "курсы валют",
            "топ-5",
            "топ-10",
            "еще",
            "показать еще",
            "загрузить еще",
            "print",
            "распечатать",
            "версия для печати",
            "обсуждение",
            "обсудить",
            "нравится",
            "не нравится",
            "мне нравится",
            "просмотров",
            "просмотры",
            "материалы по теме",
            "по теме",
            "новости компаний",
            "на правах рекламы",
            "статьи",
            "подкасты",
            "эксклюзив",
            "фоторепортаж",
            "инфографика",
            "сюжет",
            "тема",
            "темы",
            "источники",
            "ссылки",
        ],
    ),
    (
        "subscribe",
        Within,
        &[
            "подписывайтесь на",
            "подпишитесь на",
            "подпишись на",
            "подписаться на",
            "подписывайся",
            "следите за новостями",
            "следите за нами",
            "читайте нас",
            "мы в telegram",
            "мы в телеграм",
            "наш telegram",
            "наш телеграм",
            "в нашем telegram",
            "в нашем телеграм",
            "наш канал",
            "telegram-канал",
            "телеграм-канал",
            "в google новостях",
            "в яндекс",
            "instagram-аккаунт",
            "присоединяйтесь",
            "скачайте приложение",
            "мобильное приложение",
            "оформите подписку",
            "рассылк",
            "push-уведомлен",
            "будьте в курсе",
            "чтобы не пропустить",
            "жазылыңыз",
            "узнавайте первыми",
            "узнавай первым",
            "вступайте в",
        ],
    ),
    (
        "photo",
        Start,
        &[
            "фото:",
            "фото ",
            "фотография:",
            "фотограф:",
            "фото —",
            "фото -",
            "(фото",
            "[фото",
            "© фото",
            "©фото",
            "видео:",
            "[видео",
            "(видео",
            "иллюстрация",
            "иллюстративное фото",
            "скриншот",
            "кадр из",
            "кадр:",
            "коллаж",
            "изображение:",
            "инфографика:",
            "источник фото",
            "фотогалерея",
            "фоторепортаж",
            "снимок:",
            "на фото",
            "на снимке",
            "автор фото",
            "фото/видео",
            "скрин:",
            "стоп-кадр",
            "сурет:",
        ],
    ),
    (
        "photo-end",
        Within,
        &["фото:", "фото автора", "фото предоставлено", "фото из архива", "фото с сайта", "фото пресс-службы", "/ фото", "коллаж:"],
    ),
    (
        "share",
        Within,
        &[
            "поделиться",
            "поделись",
            "скопировать ссылку",
            "отправить друг",
            "отправить в",
            "копировать ссылку",
            "share",
            "поделились",
            "бөлісу",
        ],
    ),
    (
        "counter",
        Within,
        &[
            "просмотр",
            "прочитан",
            "прочтени",
            "комментари",
            "мин. чтения",
            "мин чтения",
            "минуты чтения",
            "минут чтения",
            "минута чтения",
            "на чтение",
            "время чтения",
            "visited",
            "views",
            "голосов",
            "отзыв",
            "оценка:",
            "рейтинг:",
            "лайк",
            "нравится",
            "слушать новость",
            "хиты",
            "hits",
        ],
    ),
    (
        "tags",
        Start,
        &[
            "теги",
            "тэги",
            "метки",
            "ключевые слова",
            "темы:",
            "тема:",
            "tags",
            "рубрика:",
            "рубрики:",
            "категория:",
            "категории:",
            "раздел:",
            "сюжет:",
            "сюжеты:",
        ],
    ),
    (
        "agent",
        Within,
        &[
            "иностранн агент",
            "иностранным агентом",
            "иностранного агента",
            "иностранных агентов",
            "иноагент",
            "нежелательной организаци",
            "нежелательных организаций",
            "запрещена в рф",
            "запрещена в россии",
            "запрещенная в россии",
            "запрещена на территории",
            "настоящий материал (информация)",
            "данное сообщение (материал)",
            "признан экстремистск",
            "признана экстремистск",
            "экстремистской организац",
            "террористической организац",
        ],
    ),
    (
        "error",
        Within,
        &[
            "нашли ошибку",
            "ctrl+enter",
            "ctrl + enter",
            "выделите ее",
            "выделите текст",
            "заметили ошибку",
            "заметили опечатку",
            "сообщить об ошибке",
            "orphus",
            "ошибку в тексте",
        ],
    ),
    (
        "rights",
        Within,
        &[
            "все права защищены",
            "©",
            "(c) ",
            "(с) ",
            "copyright",
            "перепечатк",
            "использовании материалов",
            "использование материалов",
            "при копировании",
            "при использовании",
            "активная ссылка",
            "гиперссылк",
            "мнение редакции",
            "редакция не несет",
            "свидетельство о",
            "зарегистрирован",
            "учредитель",
            "главный редактор",
            "политика конфиденциальности",
            "пользовательское соглашение",
            "правила использования",
            "all rights reserved",
            "разработка сайта",
            "создание сайта",
        ],
    ),
    (
        "contact",
        Within,
        &[
            "телефон редакции",
            "тел. редакции",
            "адрес редакции",
            "наш адрес",
            "e-mail",
            "email",
            "whatsapp",
            "ватсап",
            "присылайте",
            "сообщи новость",
            "сообщить новость",
            "прислать новость",
            "предложить новость",
            "стали свидетелем",
            "стали очевидцем",
            "пишите нам",
            "пишите на",
            "контакты для",
            "есть новость",
            "расскажите нам",
            "звоните",
            "сообщи свою",
            "напишите нам",
            "вебмастер",
            "редакция:",
        ],
    ),
    (
        "advert",
        Start,
        &[
            "реклама",
            "erid",
            "на правах рекламы",
            "партнерский материал",
            "спонсор",
            "промо",
            "advertisement",
            "ооо «",
            "ип ",
            "материал подготовлен при поддержке",
        ],
    ),
    (
        "comments",
        Within,
        &[
            "чтобы оставить комментарий",
            "оставить комментарий",
            "добавить комментарий",
            "пишите в комментариях",
            "в комментариях",
            "войдите, чтобы",
            "авторизуйтесь",
            "чтобы комментировать",
            "правила комментирования",
            "обсудить на форуме",
            "ответить",
            "уважаемые читатели",
            "обсудить в",
        ],
    ),
    ("cookie", Within, &["cookie", "cookies", "куки", "файлы cookie", "принять все", "соглашаюсь"]),
    (
        "published",
        Start,
        &[
            "опубликовано",
            "дата публикации",
            "дата:",
            "обновлено",
            "добавлено",
            "размещено",
            "создано",
            "время публикации",
            "дата размещения",
            "последнее обновление",
            "дата создания",
            "published",
            "updated",
        ],
    ),
    (
        "source",
        Start,
        &[
            "источник:",
            "источник -",
            "источник —",
            "источники:",
            "по материалам",
            "по информации сайта",
            "первоисточник",
            "source:",
            "дереккөз",
        ],
    ),
    (
        "byline",
        Start,
        &[
            "автор",
            "авторы",
            "текст:",
            "текст и фото",
            "фото и текст",
            "подготовил",
            "подготовила",
            "подготовили",
            "беседовал",
            "беседовала",
            "записал",
            "записала",
            "материал подготовил",
            "корреспондент",
            "наш корр",
            "наш спец",
            "соб. инф",
            "соб. корр",
            "собкор",
            "специально для",
            "by ",
            "редактор:",
            "ведущ",
            "перевод:",
            "интервьюер",
            "пресс-служба",
            "/соб",
            "(соб",
            "автор:",
        ],
    ),
    ("document", Start, &["№", "указ ", "постановление", "распоряжение", "приказ", "закон ", "решение "]),
    ("note", Start, &["справка", "для справки", "напомним", "ранее ", "отметим", "к слову", "кстати", "upd"]),
];

/// Names of networks and messengers.
const NETWORKS: &[&str] = &[
    "facebook",
    "twitter",
    "vk",
    "вк",
    "вконтакте",
    "вконтакт",
    "telegram",
    "телеграм",
    "телеграмм",
    "whatsapp",
    "viber",
    "вайбер",
    "ok",
    "одноклассники",
    "instagram",
    "инстаграм",
    "youtube",
    "дзен",
    "tiktok",
    "rss",
    "x",
    "linkedin",
    "pinterest",
    "skype",
    "messenger",
    "email",
    "print",
    "rutube",
    "livejournal",
    "жж",
    "threads",
    "max",
];

/// Features of every line of a text; for training.
pub fn features(text: &str, pieces: &Segmentation, written: &[Written]) -> Vec<(u32, u32, Vec<&'static str>)> {
    let lines = lines(text, pieces);
    let all = features_of(&lines, &looks(&lines, written));
    lines.iter().zip(all).map(|(l, f)| (l.span.start, l.span.end, f)).collect()
}

/// What one line shows by itself.
pub(super) struct Look {
    pub names: Vec<&'static str>,
    pub chars: usize,
    /// As long as a paragraph, and it ends like one.
    pub paragraph: bool,
    /// A phrase says that it is furniture.
    pub furniture: bool,
    /// It begins a list of other articles.
    closer: bool,
    /// A day and little else.
    pub date: bool,
    pub title_like: bool,
}

/// What each line shows by itself.
pub(super) fn looks(lines: &[Line<'_>], written: &[Written]) -> Vec<Look> {
    lines.iter().map(|l| look(l, written)).collect()
}

/// Features of the lines in order.
pub(super) fn features_of(lines: &[Line<'_>], looks: &[Look]) -> Vec<Vec<&'static str>> {
    let first = looks.iter().position(|l| l.paragraph);
    let last = looks.iter().rposition(|l| l.paragraph);
    let closer = looks.iter().enumerate().position(|(i, l)| l.closer && Some(i) >= last);
    let count = lines.len();
    let mut out = Vec::with_capacity(count);
    for (i, look) in looks.iter().enumerate() {
        let mut names = look.names.clone();
        let (before, after) = (i.checked_sub(1).map(|n| &looks[n]), looks.get(i + 1));
        names.push(match i {
            0 => "at:first",
            1 => "at:second",
            2..=4 => "at:top",
            _ => "at:below",
        });
        names.push(match count - i {
            1 => "end:last",
            2..=3 => "end:near",
            4..=10 => "end:tail",
            _ => "end:far",
        });
        let zone = match (first, last) {
            (Some(first), _) if i < first => "zone:head",
            (Some(_), Some(last)) if i > last => "zone:tail",
            (Some(_), Some(_)) => "zone:body",
            _ => "zone:none",
        };
        names.push(zone);
        if let Some(first) = first.filter(|f| i < *f) {
            names.push(match first - i {
                1 => "head:1",
                2 => "head:2",
                3 => "head:3",
                4..=6 => "head:4-6",
                _ => "head:far",
            });
        }
        if let Some(last) = last.filter(|l| i > *l) {
            names.push(match i - last {
                1 => "tail:1",
                2 => "tail:2",
                3..=5 => "tail:3-5",
                _ => "tail:far",
            });
            names.extend((count - last > 6).then_some("tail:long"));
        }
        names.extend((closer.is_some_and(|c| i > c)).then_some("after-closer"));
        names.extend((before.is_some_and(|b| b.closer)).then_some("behind-closer"));
        names.extend((before.is_some_and(|b| b.furniture)).then_some("behind-furniture"));
        names.extend((after.is_some_and(|b| b.furniture)).then_some("before-furniture"));
        names.extend((before.is_some_and(|b| b.furniture) && after.is_some_and(|b| b.furniture)).then_some("among-furniture"));
        names.extend((before.is_some_and(|b| b.date)).then_some("behind-date"));
        names.extend((after.is_some_and(|b| b.date)).then_some("before-date"));
        names.extend((before.is_some_and(|b| b.paragraph)).then_some("behind-paragraph"));
        names.extend((after.is_some_and(|b| b.paragraph)).then_some("before-paragraph"));
        names.extend((before.is_some_and(|b| b.title_like)).then_some("behind-title-like"));
        names.extend((after.is_some_and(|b| b.title_like)).then_some("before-title-like"));
        names.extend((before.is_some_and(|b| b.chars <= 2)).then_some("behind-sign"));
        // The first line that looks like a headline, and whether it comes again.
        if look.title_like {
            let earlier = looks[..i].iter().any(|l| l.title_like);
            names.push(if earlier { "title-like:later" } else { "title-like:first" });
            names.extend((!earlier && zone == "zone:head").then_some("title-like:first-in-head"));
        }
        let again = |other: &Line<'_>| {
            other.folded.len() > 24 && (other.folded.starts_with(&lines[i].folded) || lines[i].folded.starts_with(&other.folded))
        };
        if lines[i].folded.len() > 24 && lines[..i].iter().take(12).any(again) {
            names.push("repeats");
        }
        if look.chars > 24 && i < 12 && lines[i + 1..].iter().take(12).any(again) {
            names.push("repeated");
        }
        out.push(names);
    }
    // What two features say together is more than each alone.
    for (i, names) in out.iter_mut().enumerate() {
        let zone = names.iter().find(|n| n.starts_with("zone:")).copied().unwrap_or("zone:none");
        let look = &looks[i];
        let mut pairs: Vec<&'static str> = Vec::new();
        let short = look.chars <= 100 && !look.paragraph;
        let unended = look.names.contains(&"ends:open");
        pairs.extend(match (zone, short, unended) {
            ("zone:tail", true, true) => Some("short-open-tail"),
            ("zone:tail", true, false) => Some("short-ended-tail"),
            ("zone:body", true, true) => Some("short-open-body"),
            ("zone:body", true, false) => Some("short-ended-body"),
            ("zone:head", true, true) => Some("short-open-head"),
            ("zone:head", true, false) => Some("short-ended-head"),
            _ => None,
        });
        if look.date {
            pairs.push(match zone {
                "zone:head" => "date-head",
                "zone:tail" => "date-tail",
                _ => "date-body",
            });
        }
        if look.furniture {
            pairs.push(if short { "furniture-short" } else { "furniture-long" });
        }
        if look.names.contains(&"name-only") {
            pairs.push(match zone {
                "zone:head" => "name-head",
                "zone:tail" => "name-tail",
                _ => "name-body",
            });
        }
        if look.names.contains(&"ends:cut") {
            pairs.push(if zone == "zone:tail" { "cut-tail" } else { "cut-elsewhere" });
        }
        if look.names.contains(&"starts:dash") {
            pairs.push(if zone == "zone:tail" { "dash-tail" } else { "dash-elsewhere" });
        }
        names.extend(pairs);
    }
    // A run of cut lines at the end is a list of teasers.
    let cut = looks.iter().rev().take_while(|l| l.names.contains(&"ends:cut")).count();
    if cut >= 2 {
        out.iter_mut().rev().take(cut).for_each(|names| names.push("cut-run"));
    }
    out
}

fn look(line: &Line<'_>, written: &[Written]) -> Look {
    let text = line.text;
    let mut names: Vec<&'static str> = Vec::new();
    let chars = text.chars().count();
    names.push(match chars {
        0..=3 => "length:0",
        4..=14 => "length:4",
        15..=30 => "length:15",
        31..=60 => "length:31",
        61..=100 => "length:61",
        101..=160 => "length:101",
        161..=260 => "length:161",
        _ => "length:261",
    });
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let words: Vec<&str> = text.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic)).collect();
    names.push(match words.len() {
        0 => "words:0",
        1 => "words:1",
        2..=3 => "words:2",
        4..=12 => "words:4",
        _ => "words:13",
    });
    let bare = text.trim_end_matches(['»', '"', '”', ')', '“', '’', ' ']);
    let cut = bare.ends_with('…') || bare.ends_with("...");
    let ended = bare.ends_with(['.', '!', '?']) && !cut;
    names.push(if cut {
        "ends:cut"
    } else if bare.ends_with('.') {
        "ends:stop"
    } else if bare.ends_with(['!', '?']) {
        "ends:mark"
    } else if bare.ends_with([':', ';', ',']) {
        "ends:on"
    } else if bare.ends_with(['—', '–', '-']) {
        "ends:dash"
    } else {
        "ends:open"
    });
    let sentences = text.matches(". ").count() + text.matches("! ").count() + text.matches("? ").count();
    names.extend((sentences >= 1 && chars > 100).then_some("sentences"));
    let start = text.chars().next().unwrap_or(' ');
    match start {
        '—' | '–' | '-' if chars > 3 => names.push("starts:dash"),
        '•' | '·' | '*' | '►' | '▪' | '→' | '>' | '■' | '●' => names.push("starts:bullet"),
        '#' | '@' => names.push("starts:hash"),
        '«' | '"' | '“' => names.push("starts:quote"),
        '©' => names.push("starts:rights"),
        '[' | '(' | '/' => names.push("starts:bracket"),
        c if c.is_ascii_digit() => names.push("starts:digit"),
        c if c.is_lowercase() => names.push("starts:small"),
        c if c.is_uppercase() => names.push("starts:capital"),
        _ => names.push("starts:other"),
    }
    if letters == 0 {
        names.push(if digits > 0 { "figures-only" } else { "signs-only" });
    }
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    names.extend((letters > 0 && latin * 2 > letters).then_some("latin"));
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    names.extend((letters > 6 && capitals * 10 > letters * 8).then_some("capitals"));
    names.extend((digits * 4 > chars && letters > 0).then_some("many-figures"));
    names.extend((text.contains("http") || text.contains("www.")).then_some("address"));
    names.extend((text.contains('@') && text.contains('.')).then_some("mail"));
    names.extend((text.matches('#').count() >= 2).then_some("hashtags"));
    let marks = text.chars().filter(|c| matches!(*c as u32, 0x1f300..=0x1faff | 0x2600..=0x27bf | 0x23e9..=0x23ff)).count();
    names.extend((marks > 0).then_some("emoji"));
    let parted = text.matches(" / ").count()
        + text.matches(" > ").count()
        + text.matches(" » ").count()
        + text.matches(" | ").count()
        + text.matches(" → ").count()
        + text.matches("] [").count();
    names.extend((parted > 0 && chars < 120).then_some(if parted > 1 { "parted:many" } else { "parted" }));
    names.extend((text.contains("  ") && !text.contains(". ") && chars < 160).then_some("wide-gaps"));
    let age = digits <= 2 && digits > 0 && text.ends_with('+') && chars <= 4;
    names.extend(age.then_some("age"));
    let spread = line.folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let (mut networks, mut others) = (0, 0);
    spread.for_each(|w| if NETWORKS.contains(&w) { networks += 1 } else { others += 1 });
    names.extend((networks > 0 && networks >= others).then_some("networks"));
    // Names of persons and nothing else.
    let capital = |w: &&str| w.starts_with(char::is_uppercase) && w.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '.' | ','));
    names.extend(
        ((2..=3).contains(&words.len()) && digits == 0 && words.iter().all(capital) && !bare.ends_with(['!', '?', ':']))
            .then_some("name-only"),
    );
    // «МОСКВА, 5 мар — …», «АСТАНА. КАЗИНФОРМ –», «/ТАСС/.»
    let opening: String = text.chars().take(90).collect();
    let slug_end = ["—", "–", " - ", "/."].iter().filter_map(|m| opening.find(m)).min();
    let slug = slug_end.is_some_and(|end| {
        let head = &opening[..end];
        let first = head.split([' ', ',', '.', '(']).next().unwrap_or("");
        let loud = first.chars().count() >= 3 && first.chars().all(|c| c.is_uppercase() || c == '-');
        loud && end > 0
    });
    names.extend(slug.then_some("slug"));
    // A day, and how much else there is.
    let from = written.partition_point(|w| w.span.start < line.span.start);
    let day = written[from..].iter().take_while(|w| w.span.end <= line.span.end).find(|w| w.names_a_day());
    let mut date = false;
    if let Some(day) = day {
        let own = text.get((day.span.start - line.span.start) as usize..(day.span.end - line.span.start) as usize);
        let rest = chars.saturating_sub(own.map_or(0, |d| d.chars().count()));
        date = rest <= 24;
        names.push(match rest {
            0..=3 => "day:alone",
            4..=16 => "day:almost",
            17..=40 => "day:some",
            _ => "day:within",
        });
        names.extend(day.full_day().is_some().then_some("day:full"));
        names.extend((day.span.start == line.span.start && rest > 16 && chars < 160).then_some("day:opens"));
    }
    let clock = text.as_bytes().windows(5).any(|w| w[2] == b':' && [0, 1, 3, 4].iter().all(|i| w[*i].is_ascii_digit()));
    names.extend((clock && chars <= 60).then_some("clock"));
    let clock_first = text.len() > 5 && text.as_bytes().get(2) == Some(&b':') && text.as_bytes()[..2].iter().all(u8::is_ascii_digit);
    names.extend(clock_first.then_some("clock:opens"));
    let today = ["вчера", "сегодня", "час назад", "часа назад", "часов назад", "минут назад"].iter().any(|w| line.folded.contains(w))
        && chars <= 30;
    names.extend(today.then_some("today"));
    let (mut furniture, mut closer) = (age || networks > 0 && networks >= others, false);
    for (name, place, phrases) in PHRASES {
        let found = phrases.iter().any(|p| match place {
            Start => line
                .folded
                .trim_start_matches(|c: char| !c.is_alphanumeric() && !p.starts_with(c))
                .strip_prefix(p)
                .is_some_and(|rest| !(p.ends_with(char::is_alphabetic) && rest.starts_with(char::is_alphabetic)) || p.ends_with(' ')),
            Within => line.folded.contains(p),
            Alone => {
                let core = line.folded.trim_matches(|c: char| !c.is_alphabetic() && c != ')');
                core == *p || core.split_once(' ').is_some_and(|(a, b)| a == *p && !b.contains(char::is_alphabetic))
            }
        });
        if found {
            names.push(name);
            let short = chars <= 160;
            furniture |= short && !matches!(*name, "published" | "source" | "byline" | "document" | "note");
            closer |= short && (*name == "read-also" || *name == "label") && chars <= 60;
        }
    }
    let title_like = !furniture
        && !date
        && (3..=24).contains(&words.len())
        && chars <= 200
        && !ended
        && !cut
        && !bare.ends_with([':', ';', ','])
        && start.is_alphanumeric() | matches!(start, '«' | '"');
    // A line that is cut off is a teaser, unless it is long.
    let paragraph = !furniture && (chars >= 120 && !cut && (ended || bare.ends_with([':', ';'])) || chars >= 240);
    names.extend(paragraph.then_some("paragraph"));
    names.extend(title_like.then_some("title-like"));
    Look { names, chars, paragraph, furniture, closer, date, title_like }
}
