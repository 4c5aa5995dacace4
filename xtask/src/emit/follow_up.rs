//! Calls that follow a call: the next page, and the look at what became of the work.

use proc_macro2::TokenStream;
use quote::quote;

use super::plan::{Holds, OperationPlan, Pages, PagesStyle, Wait};
use super::record::held_type;
use super::text::literal;

/// `Request::pages` and `Request::items`.
pub fn pages(one: &OperationPlan<'_>, pages: &Pages) -> TokenStream {
    let (path, total) = (literal(&pages.items.join(".")), literal(&pages.total));
    let items = items(one, pages);
    let style = match &pages.style {
        PagesStyle::Number { parameter } => {
            let parameter = literal(parameter);
            quote!(Number { parameter: #parameter })
        }
        PagesStyle::Offset { parameter } => {
            let parameter = literal(parameter);
            quote!(Offset { parameter: #parameter })
        }
        PagesStyle::Cursor { parameter, next } => {
            let (parameter, next) = (literal(parameter), literal(next));
            quote!(Cursor { parameter: #parameter, next: #next })
        }
    };
    quote! {
        /// All pages from the one that is set, one call each.
        #[inline]
        pub fn pages(self) -> runtime::Pages<Output> {
            static PAGING: runtime::Paging =
                runtime::Paging { style: runtime::PagingStyle::#style, items: #path, total: #total };
            runtime::Pages::new(self.call, &OPERATION, &PAGING, ::std::boxed::Box::new(self.parameters))
        }

        #items
    }
}

/// The entries of a page: the way to their list, and what one of them is. `None` where the way leads through free JSON.
pub fn entries(one: &OperationPlan<'_>, pages: &Pages) -> Option<(TokenStream, Holds)> {
    let mut way = quote!(page);
    let mut members = &one.output;
    let mut steps = pages.items.iter().peekable();
    while let Some(step) = steps.next() {
        let member = members.iter().find(|member| member.field.wire == *step)?;
        let name = &member.name;
        way = quote!(#way.#name);
        if steps.peek().is_none() {
            let Holds::List(item) = &member.holds else { return None };
            return (!member.is_option()).then(|| (way, (**item).clone()));
        }
        let Holds::Record(inner) = &member.holds else { return None };
        if member.is_option() {
            way = quote!(#way.unwrap_or_default());
        }
        members = &one.types.structs.iter().find(|structure| structure.name == *inner)?.members;
    }
    None
}

fn items(one: &OperationPlan<'_>, pages: &Pages) -> Option<TokenStream> {
    let (way, item) = entries(one, pages)?;
    let item = held_type(&item);
    Some(quote! {
        /// The entries of all pages from the one that is set, a call for each page.
        #[inline]
        pub fn items(self) -> runtime::Items<Output, #item> {
            runtime::Items::new(self.pages(), |page| #way)
        }
    })
}

/// `Output::wait`, or `wait` where only callers know what to look at.
pub fn wait(plan: &OperationPlan<'_>, wait: &Wait) -> TokenStream {
    let Wait { module, method, key, is_argument, from_output, state } = wait;
    let (pending, done) = plan
        .operation
        .asynchronous
        .as_ref()
        .map(|asynchronous| (states(&asynchronous.pending), states(&asynchronous.done)))
        .unwrap_or_default();
    let state = literal(state);
    let value = from_output.as_ref().map_or_else(|| quote!(#key), |member| quote!(self.#member.as_str()));
    let call = if *is_argument { quote!(client.#method(#value)) } else { quote!(client.#method().#key(#value)) };
    let words = format!(" Waits until the work is done, as [`{0}`](mod@super::{0}) tells.", module.as_str());
    let body = quote! {
        static STATES: runtime::WaitStates =
            runtime::WaitStates { state: #state, pending: &[#pending], done: &[#done] };
        let request = #call;
        runtime::Waiting::new(client.core(), &STATES, move || request.clone().send())
    };
    let waiting = quote!(runtime::Waiting<super::#module::Output>);
    if from_output.is_some() {
        return quote!(impl Output { #[doc = #words] #[inline] pub fn wait(&self, client: &super::Client) -> #waiting { #body } });
    }
    quote! {
        #[doc = #words]
        pub fn wait(
            client: &super::Client,
            #key: impl ::core::convert::Into<::std::string::String>,
        ) -> #waiting {
            #body
        }
    }
}

fn states(states: &[String]) -> TokenStream {
    let states = states.iter().map(|state| literal(state));
    quote!(#(#states),*)
}
