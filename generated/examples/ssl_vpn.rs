//! Makes a client certificate for an SSL-VPN server, and a server where there is none yet.
//!
//! `ssl_vpn GATEWAY [ENDPOINT]`: credentials come from the vendor's environment variables; an endpoint such as
//! `http://127.0.0.1:8080` takes the place of the region's; a plain one is for a vendor on the own machine.

use std::error::Error;

use docwright_clients::alibaba::vpc::create_ssl_vpn_server::{Proto, Required};
use docwright_clients::alibaba::vpc::{self, errors};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let gateway = arguments.next().ok_or("usage: ssl_vpn GATEWAY [ENDPOINT]")?;
    let mut builder = vpc::Client::builder().region("cn-hangzhou");
    if let Some(endpoint) = arguments.next() {
        builder = builder.endpoint(endpoint).allow_plain_http();
    }
    let vpc = builder.build()?;

    let server = vpc.create_ssl_vpn_server(Required {
        vpn_gateway_id: gateway,
        client_ip_pool: "192.168.1.0/24".into(),
        local_subnet: "10.0.0.0/8".into(),
    });
    let server = match server.name("office").proto(Proto::Udp).send().await {
        Ok(server) => server,
        Err(error) if error.code() == Some(errors::RESOURCE_QUOTA_FULL) => return Err("ask for more servers".into()),
        Err(error) => return Err(error.into()),
    };

    let certificate = vpc.create_ssl_vpn_client_cert(server.ssl_vpn_server_id).name("laptop-7").send().await?;
    println!("{}", certificate.ssl_vpn_client_cert_id);
    Ok(())
}
