//! Goes through all pages of a list, one call each.

use crate::call::{Call, Sending};
use crate::decode;
use crate::error::Error;
use crate::operation::{OperationInfo, Paging, PagingStyle};
use crate::record::{self, Record, View};

/// The pages of a list: call [`next`](Self::next) until it gives `None`.
pub struct Pages<T> {
    call: Call,
    operation: &'static OperationInfo,
    paging: &'static Paging,
    parameters: Box<dyn PageParameters>,
    seen: u64,
    page: u64,
    over: bool,
    output: std::marker::PhantomData<fn() -> T>,
}

/// The entries of all pages, one by one: call [`next`](Self::next) until it gives `None`.
pub struct Items<T, I> {
    pages: Pages<T>,
    take: fn(T) -> Vec<I>,
    ready: std::vec::IntoIter<I>,
}

impl<T: Record + Default, I> Items<T, I> {
    /// For generated code: `take` gives the entries of a page.
    pub fn new(pages: Pages<T>, take: fn(T) -> Vec<I>) -> Self {
        Self { pages, take, ready: Vec::new().into_iter() }
    }

    /// The next entry, or `None` after the last one of the last page. After an error it asks for the same page again.
    pub async fn next(&mut self) -> Option<Result<I, Error>> {
        loop {
            if let Some(item) = self.ready.next() {
                return Some(Ok(item));
            }
            match self.pages.next().await? {
                Ok(page) => self.ready = (self.take)(page).into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// What the next request says.
enum Next {
    Number(u64),
    Cursor(String),
}

/// A record that can be sent more than once.
pub trait PageParameters: Send + Sync {
    /// A copy of it.
    fn copy(&self) -> Box<dyn Record>;

    /// The record.
    fn record(&mut self) -> &mut dyn Record;
}

impl<R: Record + Clone> PageParameters for R {
    fn copy(&self) -> Box<dyn Record> {
        Box::new(self.clone())
    }

    fn record(&mut self) -> &mut dyn Record {
        self
    }
}

impl<T: Record + Default> Pages<T> {
    /// For generated code.
    pub fn new(
        call: Call,
        operation: &'static OperationInfo,
        paging: &'static Paging,
        parameters: Box<dyn PageParameters>,
    ) -> Self {
        let mut pages = Self {
            call,
            operation,
            paging,
            parameters,
            seen: 0,
            page: 1,
            over: false,
            output: std::marker::PhantomData,
        };
        pages.start();
        pages
    }

    /// The next page, or `None` after the last one. After an error it asks for the same page again.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        if self.over {
            return None;
        }
        let sending: Sending<T> = self.call.clone().send(self.operation, self.parameters.copy());
        match sending.await {
            Ok(output) => {
                self.advance(&output);
                Some(Ok(output))
            }
            Err(error) => Some(Err(error)),
        }
    }

    /// Starts where the caller's own parameter says.
    fn start(&mut self) {
        let parameter = match self.paging.style {
            PagingStyle::Number { parameter } | PagingStyle::Offset { parameter } => parameter,
            PagingStyle::Cursor { .. } => return,
        };
        let set = record::find(self.parameters.record(), parameter).map(record::Value::view);
        let start = match set {
            Some(View::Integer(number)) => u64::try_from(number).ok(),
            Some(View::Text(text)) => text.parse().ok(),
            _ => None,
        };
        match (self.paging.style, start) {
            (PagingStyle::Number { .. }, Some(start)) => self.page = start,
            (PagingStyle::Offset { .. }, Some(start)) => self.seen = start,
            _ => {}
        }
    }

    fn advance(&mut self, output: &dyn Record) {
        let items = match self.paging.items {
            "" => first_list(output, 0).unwrap_or(0),
            path => list_length(output, path),
        };
        self.seen += items as u64;
        self.page += 1;
        let next = match self.paging.style {
            PagingStyle::Number { parameter } => {
                self.unless_last(output, items).then_some((parameter, Next::Number(self.page)))
            }
            PagingStyle::Offset { parameter } => {
                self.unless_last(output, items).then_some((parameter, Next::Number(self.seen)))
            }
            PagingStyle::Cursor { parameter, next } => text_at(output, next)
                .filter(|cursor| !self.is_asked_for(parameter, cursor))
                .map(|cursor| (parameter, Next::Cursor(cursor))),
        };
        self.over = match next {
            Some((parameter, Next::Number(number))) => !decode::set_number(self.parameters.record(), parameter, number),
            Some((parameter, Next::Cursor(cursor))) => !decode::set(self.parameters.record(), parameter, &cursor),
            None => true,
        };
    }

    /// Whether the page that was just read was asked for by this cursor: it would lead back to itself for ever.
    fn is_asked_for(&mut self, parameter: &str, cursor: &str) -> bool {
        text_at(self.parameters.record(), parameter).is_some_and(|asked| asked == cursor)
    }

    /// Whether there may be more: a page was not empty, and the total, where it is told, is not reached.
    fn unless_last(&self, output: &dyn Record, items: usize) -> bool {
        let total = match self.paging.total {
            "" => None,
            path => text_at(output, path).and_then(|total| total.parse::<u64>().ok()),
        };
        items > 0 && total.is_none_or(|total| self.seen < total)
    }
}

fn list_length(output: &dyn Record, path: &str) -> usize {
    match record::at(output, path) {
        Some(View::List(list)) => list.len(),
        _ => 0,
    }
}

/// The length of the first list, searched in the order of the fields; objects are entered, lists are not.
fn first_list(output: &dyn Record, depth: usize) -> Option<usize> {
    if depth > 8 {
        return None;
    }
    (0..output.fields().len()).find_map(|index| match output.field(index).view() {
        View::List(list) => Some(list.len()),
        View::Record(inner) => first_list(inner, depth + 1),
        _ => None,
    })
}

/// The text at a path, unless it is missing or empty.
fn text_at(output: &dyn Record, path: &str) -> Option<String> {
    match record::at(output, path)? {
        View::Text("") => None,
        View::Text(text) => Some(text.to_owned()),
        View::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}
