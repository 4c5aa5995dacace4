//! Issues a client certificate for an SSL-VPN server on a gateway, makes the server first, and waits for the gateway.
//!
//! `ssl_vpn GATEWAY [ENDPOINT]`: credentials come from the vendor's environment variables; an endpoint such as
//! `http://127.0.0.1:8080` takes the place of the region's. `cargo xtask mock alibaba vpc` plays the vendor.

use std::error::Error;
use std::time::Duration;

use docwright_clients::alibaba::vpc::create_ssl_vpn_server::{self, Proto, Required};
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
        vpn_gateway_id: gateway.clone(),
        client_ip_pool: "192.168.1.0/24".into(),
        local_subnet: "10.0.0.0/8".into(),
    });
    let server = match server.name("office").proto(Proto::Udp).send().await {
        Ok(server) => server,
        Err(error) if error.code() == Some(errors::RESOURCE_QUOTA_FULL) => return Err("ask for more servers".into()),
        Err(error) => return Err(error.into()),
    };
    // The gateway takes no other change until it is done with this one.
    wait(&vpc, &gateway).await?;

    let certificate = vpc.create_ssl_vpn_client_cert(server.ssl_vpn_server_id).name("laptop-7").send().await?;
    wait(&vpc, &gateway).await?;
    println!("{}", certificate.ssl_vpn_client_cert_id);
    Ok(())
}

/// Asks for the gateway's state until it is active, for five minutes at most.
async fn wait(vpc: &vpc::Client, gateway: &str) -> Result<(), Box<dyn Error>> {
    let waiting = create_ssl_vpn_server::wait(vpc, gateway).with_interval(Duration::from_secs(1));
    let gateway = waiting.with_timeout(Duration::from_secs(300)).await?;
    eprintln!("{} is {}", gateway.vpn_gateway_id, gateway.status);
    Ok(())
}
