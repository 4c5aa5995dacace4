//! Renews a certificate of the API Gateway from a PEM file that holds the new certificates and their private key.
//!
//! `renew_certificate CERTIFICATE PEM [ENDPOINT]`: credentials and the project come from the vendor's environment
//! variables; an endpoint such as `http://127.0.0.1:8080` takes the place of the region's. `cargo xtask mock huawei apig
//! --adopt` plays the vendor, with any certificate.

use std::error::Error;

use docwright_clients::huawei::apig::{self, update_certificate_v2::Required};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(id), Some(file)) = (arguments.next(), arguments.next()) else {
        return Err("usage: renew_certificate CERTIFICATE PEM [ENDPOINT]".into());
    };
    let pem = std::fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
    let (cert_content, private_key) = parts(&pem).ok_or_else(|| {
        // What the file holds is not repeated: it has a private key.
        format!("{file}: expected certificates and one private key, each between `-----BEGIN` and `-----END`")
    })?;

    let mut builder = apig::Client::builder().region("cn-north-4");
    if let Some(endpoint) = arguments.next() {
        builder = builder.endpoint(endpoint).allow_plain_http();
    }
    let apig = builder.build()?;

    // The call replaces all of the certificate: what shall stay is sent again.
    let old = apig.show_details_of_certificate_v2(&id).send().await?;
    let required = Required { certificate_id: id, name: old.name, cert_content, private_key };
    let mut request = apig.update_certificate_v2(required);
    if let Some(kind) = old.r#type {
        request = request.r#type(kind.as_str()).instance_id(old.instance_id);
    }
    let renewed = request.send().await?;
    println!("{} {} is valid until {}", renewed.id, renewed.name, renewed.not_after);
    Ok(())
}

/// The certificates of a PEM file in their order, and its private key; `None` where one of both is missing.
fn parts(pem: &str) -> Option<(String, String)> {
    let (mut certificates, mut private_key) = (String::new(), None);
    let mut rest = pem;
    while let Some(start) = rest.find("-----BEGIN ") {
        let block = &rest[start..];
        let label = block.strip_prefix("-----BEGIN ")?.split("-----").next()?;
        let end = format!("-----END {label}-----");
        let length = block.find(&end)? + end.len();
        let (text, behind) = block.split_at(length);
        if label == "CERTIFICATE" {
            certificates.push_str(text);
            certificates.push('\n');
        } else if label.ends_with("PRIVATE KEY") && private_key.replace(format!("{text}\n")).is_some() {
            return None;
        }
        rest = behind;
    }
    if certificates.is_empty() { None } else { Some((certificates, private_key?)) }
}
