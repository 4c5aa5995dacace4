//! Calls that follow a call: the next page, and the look at what became of the work.

use proc_macro2::TokenStream;
use quote::quote;

use super::plan::{OperationPlan, Pages, PagesStyle, Wait};
use super::text::literal;

/// `Request::pages`.
pub fn pages(pages: &Pages) -> TokenStream {
    let (items, total) = (literal(&pages.items), literal(&pages.total));
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
        pub fn pages(self) -> runtime::Pages<Output> {
            static PAGING: runtime::Paging =
                runtime::Paging { style: runtime::PagingStyle::#style, items: #items, total: #total };
            runtime::Pages::new(self.call, &OPERATION, &PAGING, ::std::boxed::Box::new(self.parameters))
        }
    }
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
        return quote!(impl Output { #[doc = #words] pub fn wait(&self, client: &super::Client) -> #waiting { #body } });
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
