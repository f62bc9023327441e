//! Words of corrections, their history, and what is unsure.

use super::{FAMILIES, Words, plural};
use crate::app::queries::unresolved::Why;
use crate::worker::decision::Decision;
use crate::worker::export::ExportFormat;
use crate::worker::import::ImportError;

impl Words {
    /// A family of types.
    pub fn family(&self, key: &str) -> &'static str {
        FAMILIES.iter().find(|f| f.0 == key).map_or("", |f| f.1)
    }

    /// Whether an event took place, in full.
    pub fn state_of(&self, status: &str) -> &'static str {
        match status {
            "planned" => "запланировано",
            "recurring" => "регулярно",
            "denied" => "отменено",
            _ => "состоялось",
        }
    }

    /// What was decided, in a line.
    pub fn decision(&self, decision: &Decision) -> String {
        let of = |label: &Option<String>| label.as_deref().map_or("", |l| self.label(l));
        match decision {
            Decision::Mention { was: Some(was), now: None, .. } => format!("«{}» — не {}", was.text, self.label(&was.label)),
            Decision::Mention { was: Some(was), now: Some(now), .. } if was == now => {
                format!("«{}» — верно: {}", now.text, self.label(&now.label))
            }
            Decision::Mention { was: Some(was), now: Some(now), .. } if was.label == now.label => {
                format!("«{}» вместо «{}»", now.text, was.text)
            }
            Decision::Mention { was: Some(was), now: Some(now), .. } => {
                format!("«{}» — {}, а не {}", now.text, self.label(&now.label), self.label(&was.label))
            }
            Decision::Mention { now: Some(now), .. } => format!("«{}» — {}", now.text, self.label(&now.label)),
            Decision::Mention { .. } => String::new(),
            Decision::Alike { name, was, now: None } => format!("«{name}» везде — не {}", of(was)),
            Decision::Alike { name, was: Some(_), now } => format!("«{name}» везде — {}", of(now)),
            Decision::Alike { name, was: None, now } => format!("«{name}» отмечено везде — {}", of(now)),
            Decision::Time { at, value, .. } => format!("«{}» — {}", at.text, self.value(value, "DATE")),
            Decision::Event { at, gone: true, .. } => format!("«{}» — не событие", at.text),
            Decision::Event { at, value, status, .. } => {
                let parts: Vec<String> =
                    value.iter().map(|v| self.value(v, "DATE")).chain(status.iter().map(|s| self.state_of(s).to_string())).collect();
                format!("«{}» — {}", at.text, parts.join(", "))
            }
            Decision::Published { date: Some(date), .. } => format!("день публикации — {}", self.value(date, "DATE")),
            Decision::Published { .. } => "день публикации — как в статье".into(),
            Decision::Apart { name } => format!("«{}» отделено", name.name),
            Decision::Together { name, into } => format!("«{}» — то же, что «{}»", name.name, into.name),
        }
    }

    /// When something was decided; `at` as RFC 3339 says it.
    pub fn moment(&self, at: &str) -> String {
        match at.split_once('T') {
            Some((day, time)) => format!("{}, {}", self.value(day, "DATE"), time.get(..5).unwrap_or("")),
            None => String::new(),
        }
    }

    /// `Действует 5 решений`
    pub fn mentions_of_log(&self, n: usize) -> String {
        format!("{} {n} {}", plural(n, ["Действует", "Действуют", "Действует"]), plural(n, ["решение", "решения", "решений"]))
    }

    /// `12 мест`
    pub fn unresolved_count(&self, n: usize) -> String {
        format!("{n} {}", plural(n, ["место", "места", "мест"]))
    }

    /// Over places of one reason.
    pub fn open_title(&self, why: Why) -> &'static str {
        match why {
            Why::NoPublicationDay => "Статьи без дня публикации",
            Why::Contradiction => "Статьи расходятся",
            Why::NoAnchor => "Время не к чему привязать",
            Why::AssumedYear => "Год предположен",
            Why::Unsure => "Неуверенные упоминания",
        }
    }

    /// What to do about them.
    pub fn open_hint(&self, why: Why) -> &'static str {
        match why {
            Why::NoPublicationDay => "Укажите день над статьёй — «вчера» и «в четверг» встанут на свои места.",
            Why::Contradiction => "Откройте событие и решите, какая дата или исход верны.",
            Why::NoAnchor => "Откройте карточку и впишите значение, если оно известно.",
            Why::AssumedYear => "Год выбран ближайший к дню публикации; проверьте его.",
            Why::Unsure => "Подтвердите тип, смените его или уберите отметку.",
        }
    }

    /// What is open of a place.
    pub fn open_detail(&self, why: Why, detail: &[String]) -> String {
        let values = |list: &[String]| list.iter().map(|v| self.value(v, "DATE")).collect::<Vec<_>>().join(" или ");
        match (why, detail) {
            (Why::Contradiction, [matter, said @ ..]) => self.disagreement(matter, &said.iter().map(String::as_str).collect::<Vec<_>>()),
            (Why::Unsure, [label]) => self.label(label).to_string(),
            (Why::AssumedYear, values_) => values(values_),
            _ => String::new(),
        }
    }

    /// A format of export, and what it is for.
    pub fn export(&self, format: ExportFormat) -> (&'static str, &'static str) {
        match format {
            ExportFormat::Json => ("JSON", "всё, для программ"),
            ExportFormat::CsvEntities => ("Таблица: кто и что", "имена, варианты, Викиданные, число упоминаний"),
            ExportFormat::CsvMentions => ("Таблица: упоминания", "место в тексте, тип, начальная форма"),
            ExportFormat::CsvDates => ("Таблица: даты", "значение, от чего отсчитано"),
            ExportFormat::CsvEvents => ("Таблица: хронология", "когда, что, кто, где, цитаты"),
            ExportFormat::Markdown => ("Хронология текстом", "Markdown, чтобы вставить в черновик"),
            ExportFormat::Html => ("Отчёт", "одна страница; читается где угодно, открывается и здесь"),
            ExportFormat::TimelineJs => ("TimelineJS", "лента времени для сайта"),
            ExportFormat::Ical => ("Календарь", "iCalendar: события по дням"),
            ExportFormat::WebAnnotation => ("Web Annotation", "разметка по стандарту W3C"),
            ExportFormat::Brat => ("brat", "разметка рядом с текстами"),
            ExportFormat::Tei => ("TEI", "издание с разметкой, P5"),
            ExportFormat::TimeMl => ("TimeML", "время и события, TIMEX3"),
            ExportFormat::Gexf => ("Граф", "кто с кем назван: GEXF для Gephi"),
            ExportFormat::Ftm => ("FollowTheMoney", "для Aleph и OpenSanctions"),
        }
    }

    /// `12 мест в 3 статьях`
    pub fn hits(&self, places: usize, articles: usize) -> String {
        if places == 0 {
            return "не найдено".into();
        }
        format!("{} в {articles} {}", self.unresolved_count(places), plural(articles, ["статье", "статьях", "статьях"]))
    }

    /// `3 места`
    pub fn places_found(&self, n: usize) -> String {
        self.unresolved_count(n)
    }

    /// What became of a file of another program: decisions, and articles that are not here.
    pub fn imported(&self, imported: &Result<(usize, usize), ImportError>) -> String {
        match imported {
            Ok((decisions, absent)) => {
                let made = format!("Из файла принято: {decisions} {}.", plural(*decisions, ["решение", "решения", "решений"]));
                let missing = format!(" Статей, которых здесь нет: {absent}. Добавьте их и откройте файл ещё раз.");
                made + if *absent > 0 { &missing } else { "" }
            }
            Err(ImportError::Unknown) => "В файле нет ни разметки, ни таблицы имён.".into(),
            Err(ImportError::Damaged) => "Файл разметки повреждён или слишком велик.".into(),
        }
    }

    /// `5 статей`
    pub fn articles_count(&self, n: usize) -> String {
        format!("{n} {}", plural(n, ["статья", "статьи", "статей"]))
    }

    /// `Занято 3,2 МБ из 12 ГБ`; in bytes.
    pub fn room(&self, used: f64, quota: f64) -> String {
        let size = |bytes: f64| {
            let (n, unit) = if bytes >= 1e9 { (bytes / 1e9, "ГБ") } else { (bytes / 1e6, "МБ") };
            format!("{n:.1} {unit}").replace('.', ",")
        };
        format!("Занято {} из {}.", size(used), size(quota))
    }

    /// Keys and what they do.
    pub fn keys(&self) -> &'static [(&'static [&'static str], &'static str)] {
        &[
            (&["N", "P"], "следующее и предыдущее упоминание"),
            (&["Enter"], "открыть карточку"),
            (&["Esc"], "закрыть карточку"),
            (&["1", "…", "9"], "тип упоминания: человек, организация, страна, город, место, должность, событие, дата, закон"),
            (&["["], "начало на слово раньше, с Shift — позже"),
            (&["]"], "конец на слово позже, с Shift — раньше"),
            (&["Delete"], "не упоминание"),
            (&["Y"], "верно"),
            (&["A"], "решать для всех таких же или только для этого"),
            (&["U"], "отменить то, почему упоминание таково: решение или объединение имён"),
            (&["M"], "отметить новое: стрелки выбирают слово, Shift со стрелками — длину, цифра — тип"),
            (&["Ctrl+Z", "Ctrl+Shift+Z"], "отменить и вернуть решение"),
            (&["F3", "Shift+F3"], "следующее и предыдущее найденное место"),
            (&["?"], "эта справка"),
        ]
    }
}
