//! The collection as the page holds it: documents come one by one, what they say together comes behind.

use std::ops::Deref;
use std::rc::Rc;

use crate::worker::view::{DocumentView, EntityView, JoinedView, MentionView, entity_number, place_apart};

/// A value that many parts of the page hold; equal only to itself, so that comparing costs nothing.
#[derive(Debug, Default)]
pub struct Shared<T>(Rc<T>);

impl<T> Shared<T> {
    /// Wraps a value.
    pub fn new(value: T) -> Self {
        Self(Rc::new(value))
    }
}
impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}
impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}
impl<T> Deref for Shared<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

/// Where a document's entities are in the collection.
#[derive(Debug, Default, PartialEq)]
struct Links {
    /// By their numbers in the document.
    entities: Vec<u32>,
    /// Names that the user has set apart.
    apart: Vec<(u32, String, u32)>,
    /// The number of the document that it is a copy of.
    copy_of: Option<u32>,
}

/// A document, and which entities of the collection its own are.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// Its number: articles stand in this order.
    pub number: u32,
    view: Shared<DocumentView>,
    links: Shared<Links>,
}

impl Article {
    /// A document that has not been joined yet: its entities belong to none.
    pub fn new(number: u32, view: DocumentView) -> Self {
        Self { number, view: Shared::new(view), links: Shared::default() }
    }

    /// The number of the document that it is a copy of.
    pub fn original(&self) -> Option<u32> {
        self.links.copy_of
    }

    /// The place in [`JoinedView::entities`] of an entity of the document, by its id there.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.links.entities.get(entity_number(id)?).map(|n| *n as usize)
    }

    /// The place in [`JoinedView::entities`] of what a mention names.
    pub fn entity(&self, mention: &MentionView) -> Option<usize> {
        let local = entity_number(mention.entity.as_deref()?)?;
        let place = place_apart(&self.links.apart, mention).or_else(|| self.links.entities.get(local).copied());
        place.map(|n| n as usize)
    }
}

impl Deref for Article {
    type Target = DocumentView;
    fn deref(&self) -> &DocumentView {
        &self.view
    }
}

/// Documents and what they say together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collection {
    /// The documents, in the order given.
    pub documents: Shared<Vec<Article>>,
    /// Entities and timeline of those that have been joined.
    pub joined: Shared<JoinedView>,
}

impl Collection {
    /// With a document, new or in place of what it was.
    pub fn with(&self, number: u32, view: DocumentView) -> Self {
        let mut documents = (*self.documents).clone();
        let mut article = Article::new(number, view);
        match documents.binary_search_by_key(&number, |a| a.number) {
            Ok(at) => {
                // Another publication day changes no entity.
                article.links = documents[at].links.clone();
                documents[at] = article;
            }
            Err(at) => documents.insert(at, article),
        }
        Self { documents: Shared::new(documents), joined: self.joined.clone() }
    }

    /// Without a document.
    pub fn without(&self, number: u32) -> Self {
        let documents = self.documents.iter().filter(|a| a.number != number).cloned().collect();
        Self { documents: Shared::new(documents), joined: self.joined.clone() }
    }

    /// With what the documents of these numbers say together.
    pub fn with_joined(&self, numbers: &[u32], joined: JoinedView) -> Self {
        let mut documents = (*self.documents).clone();
        for (n, (number, (entities, apart))) in numbers.iter().zip(joined.links.iter().zip(&joined.apart)).enumerate() {
            let Ok(at) = documents.binary_search_by_key(number, |a| a.number) else { continue };
            let copy_of = joined.copies.get(n).copied().flatten().and_then(|place| numbers.get(place as usize).copied());
            let known = &documents[at].links;
            if known.entities != *entities || known.apart != *apart || known.copy_of != copy_of {
                documents[at].links = Shared::new(Links { entities: entities.clone(), apart: apart.clone(), copy_of });
            }
        }
        let documents = if documents == *self.documents { self.documents.clone() } else { Shared::new(documents) };
        Self { documents, joined: Shared::new(joined) }
    }

    /// An entity by its id.
    pub fn entity(&self, id: &str) -> Option<&EntityView> {
        self.joined.entities.get(self.joined.place(id)?)
    }

    /// A document by its id.
    pub fn document(&self, id: &str) -> Option<&Article> {
        self.documents.iter().find(|d| d.id == id)
    }
}
