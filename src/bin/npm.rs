//! The core for programs in JavaScript: what the package of `npm/` exports. Offsets are those of JavaScript's strings.

use letopis::corpus::{Collection, Contribution, Copies, Rulings};
use letopis::ingest;
use letopis::nlp::ner::Guideline;
use letopis::nlp::pipeline::{Analysis, Models};
use letopis::words::Language;
use letopis::worker::export::{ExportFormat, Manner, export};
use letopis::worker::view::{self, CollectionView, Unit};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const ARGUMENTS: &str = r#"
/** An article to be read. */
export interface Article {
  text: string;
  /** Names the document; its number without. */
  id?: string;
  title?: string;
  /** The publication day, as ISO 8601 says it: what «вчера» is counted from. */
  date?: string;
  url?: string;
  author?: string;
}
"#;

#[wasm_bindgen]
extern "C" {
    /// An article, as TypeScript knows it.
    #[wasm_bindgen(typescript_type = "Article")]
    pub type ArticleObject;
    /// Several.
    #[wasm_bindgen(typescript_type = "Article[]")]
    pub type ArticleObjects;
    /// What is found in one.
    #[wasm_bindgen(typescript_type = "DocumentView")]
    pub type DocumentObject;
    /// What is found in several.
    #[wasm_bindgen(typescript_type = "CollectionView")]
    pub type CollectionObject;
}

/// What went wrong.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("a pack of the models cannot be read: {0}")]
    Pack(#[from] letopis::nlp::pack::PackError),
    #[error("article {0}: {1}")]
    Article(usize, letopis::ingest::IngestError),
    #[error("an article is an object with a text; articles are an array of them")]
    NotArticles,
    #[error("there is no format {0:?}; there are {1}")]
    Format(String, String),
    #[error("there is no language {0:?}; there are ru, en, kk")]
    Language(String),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// The models, ready to read.
#[wasm_bindgen]
pub struct Letopis {
    models: Models,
}

/// The value as JSON.
fn json_of(value: &JsValue) -> Result<String, Failure> {
    js_sys::JSON::stringify(value).ok().and_then(|s| s.as_string()).ok_or(Failure::NotArticles)
}

/// An object of JavaScript that holds the same.
fn object_of(value: &impl serde::Serialize) -> Result<JsValue, JsError> {
    let json = serde_json::to_string(value)?;
    js_sys::JSON::parse(&json).map_err(|_| JsError::new("the answer is no JSON"))
}

impl Letopis {
    fn read(&self, article: &serde_json::Value, number: usize) -> Result<Analysis, Failure> {
        let (document, noticed) = ingest::line(&serde_json::to_vec(article)?, number).map_err(|e| Failure::Article(number, e))?;
        let mut analysis = self.models.analyse(document);
        analysis.diagnostics.splice(0..0, noticed);
        Ok(analysis)
    }

    fn collection(&self, articles: &JsValue, unit: Unit) -> Result<CollectionView, Failure> {
        let articles: Vec<serde_json::Value> = serde_json::from_str(&json_of(articles)?).map_err(|_| Failure::NotArticles)?;
        let mut read = (1..).zip(&articles).map(|(n, a)| self.read(a, n)).collect::<Result<Vec<_>, _>>()?;
        view::unique_ids(&mut read);
        let parts: Vec<Contribution> = read.iter().map(Contribution::from).collect();
        let documents = read.iter().map(|a| view::document(a, unit)).collect();
        Ok(view::collection(documents, &Collection::with(&parts, &Rulings::default(), Copies::Kept)))
    }
}

#[wasm_bindgen]
impl Letopis {
    /// Opens the two packs of the package. `nested` finds all types of mentions, one in another; without it names alone are found, each
    /// once.
    #[wasm_bindgen(constructor)]
    pub fn new(lexicon: &[u8], tagger: &[u8], nested: bool) -> Result<Letopis, JsError> {
        let guideline = if nested { Guideline::Nerel } else { Guideline::Names };
        Ok(Self { models: Models::open(lexicon, tagger).map_err(Failure::from)?.with_guideline(guideline) })
    }

    /// Reads one article: mentions, times, entities, events, quotes, relations.
    pub fn tag(&self, article: ArticleObject) -> Result<DocumentObject, JsError> {
        let article = serde_json::from_str(&json_of(&article)?).map_err(|_| Failure::NotArticles)?;
        let analysis = self.read(&article, 1)?;
        Ok(object_of(&view::document(&analysis, Unit::Utf16))?.unchecked_into())
    }

    /// Reads articles and joins them: entities across them, one timeline with its evidence.
    pub fn corpus(&self, articles: ArticleObjects) -> Result<CollectionObject, JsError> {
        Ok(object_of(&self.collection(&articles, Unit::Utf16)?)?.unchecked_into())
    }

    /// The same in a format of `letopis export`, with headings in a language (ru, en, kk).
    pub fn export(&self, articles: ArticleObjects, format: &str, language: Option<String>) -> Result<Vec<u8>, JsError> {
        let known = || ExportFormat::ALL.iter().map(|f| f.name()).collect::<Vec<_>>().join(", ");
        let wanted = ExportFormat::named(format).ok_or_else(|| Failure::Format(format.into(), known()))?;
        let tag = language.unwrap_or_else(|| "ru".into());
        let language = Language::tagged(&tag).ok_or(Failure::Language(tag))?;
        let whole = self.collection(&articles, Unit::CodePoint)?;
        Ok(export(&whole, wanted, Manner { language, ..Manner::default() }, None))
    }
}

fn main() {}
