//! The files of the crate itself: its manifest, its root, the vendors' modules.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::spec::model::Spec;

use super::naming::RustIdent;
use super::plan::module_name;
use super::{Body, File, FilePath};

/// The generated crate as code names it.
pub const CRATE: &str = "docwright_clients";

/// A service's modules and its cargo feature.
type Services = BTreeMap<RustIdent, BTreeSet<(RustIdent, String)>>;

/// The manifest, `lib.rs` and a module a vendor.
pub fn files(specs: &[Spec]) -> Vec<File<'_>> {
    let mut services = Services::new();
    for spec in specs {
        let service = (module_name(&spec.service), feature(spec));
        services.entry(module_name(&spec.vendor)).or_default().insert(service);
    }
    let mut files = Vec::new();
    files.extend(file(&["Cargo.toml"], Body::Toml(manifest(&services))));
    for (vendor, services) in services.clone() {
        let path = ["src", vendor.as_str(), "mod.rs"];
        files.extend(file(&path, Body::Rust(Box::new(move || vendor_module(&services)))));
    }
    files.extend(file(&["src", "lib.rs"], Body::Rust(Box::new(move || root(&services)))));
    files
}

/// The cargo feature of a service: `alibaba-vpc`.
pub fn feature(spec: &Spec) -> String {
    let part = |name: &str| module_name(name).as_str().trim_end_matches('_').replace('_', "-");
    format!("{}-{}", part(&spec.vendor), part(&spec.service))
}

fn file<'spec>(path: &[&str], body: Body<'spec>) -> Option<File<'spec>> {
    let path = FilePath::new(path)?;
    Some(File { path, source: "specs/".to_owned(), operation: None, emitter: "package.rs", body })
}

/// Programs by hand below `examples/`, and the feature that each needs.
const EXAMPLES: &[(&str, &str)] = &[("renew_certificate", "huawei-apig"), ("ssl_vpn", "alibaba-vpc")];

fn manifest(services: &Services) -> String {
    let has = |needed: &str| services.values().flatten().any(|(_, feature)| feature == needed);
    let examples: Vec<_> = EXAMPLES
        .iter()
        .filter(|(_, feature)| has(feature))
        .map(|(name, feature)| format!("[[example]]\nname = \"{name}\"\nrequired-features = [\"{feature}\"]\n\n"))
        .collect();
    let names: Vec<_> = services.values().flatten().map(|(_, feature)| feature.as_str()).collect();
    let mut features: Vec<_> = names.iter().map(|name| format!("{name} = []")).collect();
    // No service's feature is called so: a vendor and a service have a `-` between them.
    features.push(format!("all = {names:?}"));
    features.push("serde = [\"docwright-runtime/serde\"]".to_owned());
    include_str!("manifest.toml")
        .replace("# features", &features.join("\n"))
        .replace("# examples\n", &examples.concat())
}

fn root(services: &Services) -> TokenStream {
    let vendors = services.iter().map(|(vendor, services)| {
        let features = services.iter().map(|(_, feature)| quote!(feature = #feature));
        let words = format!(" Services of {}.", vendor.as_str());
        quote! {
            #[doc = #words]
            #[cfg(any(#(#features),*))]
            #[rustfmt::skip]
            pub mod #vendor;
        }
    });
    quote! {
        //! Clients of cloud services, written by docwright from the vendors' documentation pages.
        //!
        //! Each service is a cargo feature, and none is on by default.
        // What the vendors call deprecated is marked for callers; this crate itself must still name it.
        #![allow(deprecated)]

        pub use ::docwright_runtime as runtime;

        ::docwright_runtime::request!(Request);

        #(#vendors)*
    }
}

fn vendor_module(services: &BTreeSet<(RustIdent, String)>) -> TokenStream {
    let modules = services.iter().map(|(service, feature)| {
        quote! {
            #[cfg(feature = #feature)]
            pub mod #service;
        }
    });
    quote! {
        //! The vendor's services, a cargo feature each.
        #(#modules)*
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_names_the_crate() {
        let name = CRATE.replace('_', "-");
        assert!(include_str!("manifest.toml").contains(&format!("name = \"{name}\"")));
    }
}
