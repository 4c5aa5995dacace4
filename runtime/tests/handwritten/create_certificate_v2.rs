//! The shape of a generated operation: three or more required parameters, a header token, a body, an open enumeration.

use docwright_runtime::call::Call;
use docwright_runtime::operation::{Characters, FieldInfo, OperationInfo, Role, Rule};
use docwright_runtime::record::{Record, Value, absent, absent_mut};

/// The operation.
pub static OPERATION: OperationInfo =
    OperationInfo::new(&super::SERVICE, "CreateCertificateV2", "POST", "/v2/{project_id}/apigw/certificates");

impl super::Client {
    /// Makes a certificate.
    pub fn create_certificate_v2(&self, required: Required) -> Request {
        Request {
            call: self.core.call(),
            parameters: Parameters {
                name: required.name,
                cert_content: required.cert_content,
                private_key: required.private_key,
                ..::core::default::Default::default()
            },
        }
    }
}

/// What must be given.
pub struct Required {
    /// The certificate's name.
    pub name: ::std::string::String,
    /// The certificate.
    pub cert_content: ::std::string::String,
    /// Its key.
    pub private_key: ::std::string::String,
}

/// A request that is being put together.
#[derive(Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct Request {
    call: Call,
    parameters: Parameters,
}

impl Request {
    /// Who may use it.
    pub fn r#type(mut self, r#type: impl ::core::convert::Into<Type>) -> Self {
        self.parameters.r#type = ::core::option::Option::Some(r#type.into());
        self
    }

    /// The gateway that it is for.
    pub fn instance_id(mut self, instance_id: impl ::core::convert::Into<::std::string::String>) -> Self {
        self.parameters.instance_id = ::core::option::Option::Some(instance_id.into());
        self
    }
}

docwright_runtime::request!(Request, Parameters, Output, OPERATION);

/// What is sent.
#[derive(Default)]
pub struct Parameters {
    /// The project.
    pub project_id: ::core::option::Option<::std::string::String>,
    /// The token.
    pub x_auth_token: ::core::option::Option<::std::string::String>,
    /// The certificate's name.
    pub name: ::std::string::String,
    /// The certificate.
    pub cert_content: ::std::string::String,
    /// Its key.
    pub private_key: ::std::string::String,
    /// Who may use it.
    pub r#type: ::core::option::Option<Type>,
    /// The gateway that it is for.
    pub instance_id: ::core::option::Option<::std::string::String>,
}

impl Record for Parameters {
    fn fields(&self) -> &'static [FieldInfo] {
        static FIELDS: [FieldInfo; 7] = [
            FieldInfo::path("project_id").role(Role::Project).rules(&[Rule::Required]),
            FieldInfo::header("X-Auth-Token").role(Role::AuthToken).sensitive(),
            FieldInfo::body("name").rules(&[
                Rule::Required,
                Rule::MinLength(4),
                Rule::MaxLength(50),
                Rule::First(Characters::NONE.letters()),
                Rule::Allowed(Characters::NONE.letters().digits().others("_")),
            ]),
            FieldInfo::body("cert_content").rules(&[Rule::Required]),
            FieldInfo::body("private_key").sensitive().rules(&[Rule::Required]),
            FieldInfo::body("type"),
            FieldInfo::body("instance_id").rules(&[Rule::RequiredIf("type", &["instance"])]),
        ];
        &FIELDS
    }

    fn field(&self, index: usize) -> &dyn Value {
        match index {
            0 => &self.project_id,
            1 => &self.x_auth_token,
            2 => &self.name,
            3 => &self.cert_content,
            4 => &self.private_key,
            5 => &self.r#type,
            6 => &self.instance_id,
            _ => absent(),
        }
    }

    fn field_mut(&mut self, index: usize) -> &mut dyn Value {
        match index {
            0 => &mut self.project_id,
            1 => &mut self.x_auth_token,
            2 => &mut self.name,
            3 => &mut self.cert_content,
            4 => &mut self.private_key,
            5 => &mut self.r#type,
            6 => &mut self.instance_id,
            _ => absent_mut(),
        }
    }
}

/// Who may use a certificate.
#[derive(Clone)]
#[non_exhaustive]
pub enum Type {
    /// `instance`
    Instance,
    /// `global`
    Global,
    /// A value that the page does not list.
    Unknown(::std::string::String),
}

docwright_runtime::open_enum!(Type { Instance = "instance", Global = "global", ..Unknown });

/// What comes back.
#[derive(Default)]
#[non_exhaustive]
pub struct Output {
    /// The certificate's id.
    pub id: ::std::string::String,
    /// Who may use it.
    pub r#type: ::core::option::Option<Type>,
    /// Names that it is for.
    pub san: ::std::vec::Vec<::std::string::String>,
    /// Whether it has a root.
    pub is_has_trusted_root_ca: ::core::option::Option<bool>,
    /// Its version.
    pub version: ::core::option::Option<i64>,
}

impl Record for Output {
    fn fields(&self) -> &'static [FieldInfo] {
        static FIELDS: [FieldInfo; 5] = [
            FieldInfo::body("id"),
            FieldInfo::body("type"),
            FieldInfo::body("san"),
            FieldInfo::body("is_has_trusted_root_ca"),
            FieldInfo::body("version"),
        ];
        &FIELDS
    }

    fn field(&self, index: usize) -> &dyn Value {
        match index {
            0 => &self.id,
            1 => &self.r#type,
            2 => &self.san,
            3 => &self.is_has_trusted_root_ca,
            4 => &self.version,
            _ => absent(),
        }
    }

    fn field_mut(&mut self, index: usize) -> &mut dyn Value {
        match index {
            0 => &mut self.id,
            1 => &mut self.r#type,
            2 => &mut self.san,
            3 => &mut self.is_has_trusted_root_ca,
            4 => &mut self.version,
            _ => absent_mut(),
        }
    }
}

docwright_runtime::records!(Parameters, Output);
