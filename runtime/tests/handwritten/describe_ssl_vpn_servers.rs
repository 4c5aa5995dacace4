//! The shape of a generated operation with pages and nested objects.

use docwright_runtime::call::Call;
use docwright_runtime::operation::{FieldInfo, OperationInfo, Paging, PagingStyle, Role, Rule};
use docwright_runtime::record::{Record, Value, absent, absent_mut};

/// The operation.
pub static OPERATION: OperationInfo =
    OperationInfo::new(&super::SERVICE, "DescribeSslVpnServers", "ANY", "/").retry_safe();

impl super::Client {
    /// Lists SSL servers.
    pub fn describe_ssl_vpn_servers(&self) -> Request {
        Request { call: self.core.call(), parameters: Parameters::default() }
    }
}

/// A request that is being put together.
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct Request {
    call: Call,
    parameters: Parameters,
}

impl Request {
    /// How many entries a page has.
    pub fn page_size(mut self, page_size: i64) -> Self {
        self.parameters.page_size = ::core::option::Option::Some(page_size);
        self
    }

    /// All pages, one call each.
    pub fn pages(self) -> docwright_runtime::paging::Pages<Output> {
        static PAGING: Paging = Paging {
            style: PagingStyle::Number { parameter: "PageNumber" },
            items: "SslVpnServers.SslVpnServer",
            total: "TotalCount",
        };
        docwright_runtime::paging::Pages::new(self.call, &OPERATION, &PAGING, ::std::boxed::Box::new(self.parameters))
    }
}

docwright_runtime::request!(Request, Parameters, Output, OPERATION);

/// What is sent.
#[derive(Default)]
pub struct Parameters {
    /// The servers' region.
    pub region_id: ::core::option::Option<::std::string::String>,
    /// The page, from 1.
    pub page_number: ::core::option::Option<i64>,
    /// How many entries a page has.
    pub page_size: ::core::option::Option<i64>,
}

impl Record for Parameters {
    fn fields(&self) -> &'static [FieldInfo] {
        static FIELDS: [FieldInfo; 3] = [
            FieldInfo::query("RegionId").role(Role::Region),
            FieldInfo::query("PageNumber"),
            FieldInfo::query("PageSize").rules(&[Rule::Minimum("1"), Rule::Maximum("50")]),
        ];
        &FIELDS
    }

    fn field(&self, index: usize) -> &dyn Value {
        match index {
            0 => &self.region_id,
            1 => &self.page_number,
            2 => &self.page_size,
            _ => absent(),
        }
    }

    fn field_mut(&mut self, index: usize) -> &mut dyn Value {
        match index {
            0 => &mut self.region_id,
            1 => &mut self.page_number,
            2 => &mut self.page_size,
            _ => absent_mut(),
        }
    }
}

/// What comes back.
#[derive(Default)]
#[non_exhaustive]
pub struct Output {
    /// How many entries all pages have together.
    pub total_count: ::core::option::Option<i64>,
    /// The servers of this page.
    pub ssl_vpn_servers: ::core::option::Option<SslVpnServers>,
}

impl Record for Output {
    fn fields(&self) -> &'static [FieldInfo] {
        static FIELDS: [FieldInfo; 2] = [FieldInfo::body("TotalCount"), FieldInfo::body("SslVpnServers")];
        &FIELDS
    }

    fn field(&self, index: usize) -> &dyn Value {
        match index {
            0 => &self.total_count,
            1 => &self.ssl_vpn_servers,
            _ => absent(),
        }
    }

    fn field_mut(&mut self, index: usize) -> &mut dyn Value {
        match index {
            0 => &mut self.total_count,
            1 => &mut self.ssl_vpn_servers,
            _ => absent_mut(),
        }
    }
}

/// The list's wrapper.
#[derive(Default)]
#[non_exhaustive]
pub struct SslVpnServers {
    /// The servers.
    pub ssl_vpn_server: ::std::vec::Vec<SslVpnServer>,
}

impl Record for SslVpnServers {
    fn fields(&self) -> &'static [FieldInfo] {
        static FIELDS: [FieldInfo; 1] = [FieldInfo::body("SslVpnServer")];
        &FIELDS
    }

    fn field(&self, index: usize) -> &dyn Value {
        match index {
            0 => &self.ssl_vpn_server,
            _ => absent(),
        }
    }

    fn field_mut(&mut self, index: usize) -> &mut dyn Value {
        match index {
            0 => &mut self.ssl_vpn_server,
            _ => absent_mut(),
        }
    }
}

/// A server.
#[derive(Default)]
#[non_exhaustive]
pub struct SslVpnServer {
    /// The server's id.
    pub ssl_vpn_server_id: ::std::string::String,
    /// How many connections it has.
    pub connections: ::core::option::Option<i64>,
    /// Whether it compresses.
    pub compress: ::core::option::Option<bool>,
}

impl Record for SslVpnServer {
    fn fields(&self) -> &'static [FieldInfo] {
        static FIELDS: [FieldInfo; 3] =
            [FieldInfo::body("SslVpnServerId"), FieldInfo::body("Connections"), FieldInfo::body("Compress")];
        &FIELDS
    }

    fn field(&self, index: usize) -> &dyn Value {
        match index {
            0 => &self.ssl_vpn_server_id,
            1 => &self.connections,
            2 => &self.compress,
            _ => absent(),
        }
    }

    fn field_mut(&mut self, index: usize) -> &mut dyn Value {
        match index {
            0 => &mut self.ssl_vpn_server_id,
            1 => &mut self.connections,
            2 => &mut self.compress,
            _ => absent_mut(),
        }
    }
}

docwright_runtime::records!(Parameters, Output, SslVpnServers, SslVpnServer);
