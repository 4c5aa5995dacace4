//! What generated code names, in one place: a file of it needs one import, which no vendor's name can hide.

pub use bytes::Bytes;

pub use crate::call::Call;
pub use crate::client::ClientCore;
pub use crate::json::Json;
pub use crate::operation::{
    Characters, FieldInfo, OperationInfo, Paging, PagingStyle, Protocol, Role, Rule, ServiceInfo, WaitStates,
};
pub use crate::paging::{Items, Pages};
pub use crate::parameters::Parameters;
pub use crate::record::{Record, Value, absent, absent_mut};
pub use crate::waiting::Waiting;
