//! Schemes.

/// How a request proves who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scheme {
    /// Alibaba RPC, signature version 1.0: HMAC-SHA1 in the query.
    AlibabaRpcV1,
    /// Alibaba ACS3-HMAC-SHA256 in a header.
    AlibabaAcs3,
    /// Huawei SDK-HMAC-SHA256 in a header.
    HuaweiSdk,
}
