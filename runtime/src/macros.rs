//! What would be the same text in each generated file: open enumerations, `Debug`, requests and clients.
//!
//! The macros take names only and expand to plain items over this crate's functions, which are not generic.

/// Makes an enumeration open: known values by name, all others kept as text.
///
/// The enumeration itself is written out where it is documented; its last variant holds a `String`.
///
/// ```
/// /// What a tunnel speaks.
/// #[derive(Clone)]
/// #[non_exhaustive]
/// pub enum Proto {
///     /// `TCP`
///     Tcp,
///     /// `UDP`
///     Udp,
///     /// A value that the page does not list.
///     Unknown(String),
/// }
///
/// docwright_runtime::open_enum!(Proto { Tcp = "TCP", Udp = "UDP", ..Unknown });
///
/// assert_eq!(Proto::from("UDP"), Proto::Udp);
/// assert_eq!(Proto::from("QUIC").as_str(), "QUIC");
/// ```
#[macro_export]
macro_rules! open_enum {
    ($name:ident { $($variant:ident = $wire:literal,)* ..$unknown:ident }) => {
        impl $name {
            /// The values that the page lists, as they are on the wire.
            pub const VALUES: &'static [&'static str] = &[$($wire),*];

            /// The value on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::$unknown(wire) => wire,
                }
            }
        }

        impl<T: ::core::convert::AsRef<str>> ::core::convert::From<T> for $name {
            fn from(wire: T) -> Self {
                const KNOWN: &[$name] = &[$($name::$variant),*];
                let wire = wire.as_ref();
                match $crate::record::listed(wire, $name::VALUES, KNOWN) {
                    ::core::option::Option::Some(known) => known,
                    ::core::option::Option::None => Self::$unknown(::std::string::String::from(wire)),
                }
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::default::Default for $name {
            #[inline]
            fn default() -> Self {
                Self::$unknown(::std::string::String::new())
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(self.as_str(), formatter)
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        $crate::serialize_enum!($name);

        impl $crate::record::Value for $name {
            #[inline]
            fn view(&self) -> $crate::record::View<'_> {
                $crate::record::View::Text(self.as_str())
            }

            #[inline]
            fn slot(&mut self) -> $crate::record::Slot<'_> {
                $crate::record::Slot::Enumeration(self)
            }
        }
    };
}

/// Writes what every record has beside its table: `Clone`, `Debug` with absent fields left out and sensitive values as
/// `***`, and `Serialize` where the feature `serde` is on. All go through the table.
#[macro_export]
macro_rules! records {
    ($($name:ident),* $(,)?) => {
        $(impl ::core::clone::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                $crate::record::copy(self)
            }
        })*
        $(impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::record::debug(::core::stringify!($name), self, formatter)
            }
        })*
        $($crate::serialize_record!($name);)*
    };
}

/// Writes `Serialize` for a record.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! serialize_record {
    ($name:ident) => {
        impl $crate::serde_core::Serialize for $name {
            #[inline]
            fn serialize<S>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: $crate::serde_core::Serializer,
            {
                $crate::serialize::record(self, serializer)
            }
        }
    };
}

/// Without the feature `serde` there is nothing to write.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! serialize_record {
    ($name:ident) => {};
}

/// Writes `Serialize` for an open enumeration.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! serialize_enum {
    ($name:ident) => {
        impl $crate::serde_core::Serialize for $name {
            #[inline]
            fn serialize<S>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: $crate::serde_core::Serializer,
            {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

/// Without the feature `serde` there is nothing to write.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! serialize_enum {
    ($name:ident) => {};
}

/// The methods that every request has for the options of its call.
#[doc(hidden)]
#[macro_export]
macro_rules! call_options {
    () => {
        /// Gives up when this much time has passed, retries included.
        #[inline]
        pub fn with_timeout(mut self, timeout: ::core::time::Duration) -> Self {
            self.call.options.timeout = ::core::option::Option::Some(timeout);
            self
        }

        /// Gives one attempt up when this much time has passed; it is repeated when that does no harm.
        #[inline]
        pub fn with_attempt_timeout(mut self, timeout: ::core::time::Duration) -> Self {
            self.call.options.attempt_timeout = ::core::option::Option::Some(timeout);
            self
        }

        /// Says whether a repeated call does no harm, where the page lets assume otherwise.
        #[inline]
        pub fn with_repeatable(mut self, repeatable: bool) -> Self {
            self.call.options.repeatable = ::core::option::Option::Some(repeatable);
            self
        }

        /// Sends the call to this endpoint in place of the client's.
        #[inline]
        pub fn with_endpoint(mut self, endpoint: impl ::core::convert::Into<::std::string::String>) -> Self {
            self.call.options.endpoint = ::core::option::Option::Some(endpoint.into());
            self
        }

        /// Calls this region in place of the client's: its host, unless the client or the call names one, and the
        /// parameters that ask for a region.
        #[inline]
        pub fn with_region(mut self, region: impl ::core::convert::Into<::std::string::String>) -> Self {
            self.call.options.region = ::core::option::Option::Some(region.into());
            self
        }

        /// Asks for the answer in this format; the output is the same.
        #[inline]
        pub fn with_format(mut self, format: $crate::Format) -> Self {
            self.call.options.format = ::core::option::Option::Some(format);
            self
        }

        /// Repeats a failed call so many times at most, when a repeated call does no harm.
        #[inline]
        pub fn with_retries(mut self, retries: u32) -> Self {
            self.call.options.retries = ::core::option::Option::Some(retries);
            self
        }

        /// Whether documented constraints are checked before sending; they are unless said otherwise.
        #[inline]
        pub fn with_checks(mut self, checks: bool) -> Self {
            self.call.options.checks = checks;
            self
        }

        /// Sends what the documented constraints forbid, for when the page is wrong.
        #[inline]
        pub fn without_checks(self) -> Self {
            self.with_checks(false)
        }

        /// Sends one more header.
        #[inline]
        pub fn with_header(
            mut self,
            name: impl ::core::convert::Into<::std::string::String>,
            value: impl ::core::convert::Into<::std::string::String>,
        ) -> Self {
            self.call.options.headers.push((name.into(), value.into()));
            self
        }

        /// Sends one more parameter of the query, for what the page does not document.
        #[inline]
        pub fn with_query(
            mut self,
            name: impl ::core::convert::Into<::std::string::String>,
            value: impl ::core::convert::Into<::std::string::String>,
        ) -> Self {
            self.call.options.query.push((name.into(), value.into()));
            self
        }
    };
}

/// Gives a request its call options and `send`.
///
/// `request!(Request)` makes the type of all requests of a crate, generic over the output, over
/// [`Parameters`](crate::parameters::Parameters). `request!(Request, Parameters, Output, OPERATION)` is for a request with
/// structs of its own: it needs a struct `Request { call: Call, parameters: Parameters }`,
/// records `Parameters` and `Output` that have a default, and a static [`OperationInfo`](crate::operation::OperationInfo).
/// It takes these method names, which no setter may have: `send`, `send_with_response`, `parameters` and all that
/// start with `with_` or `without_`.
#[macro_export]
macro_rules! request {
    ($request:ident) => {
        /// A request that is being put together; `O` is what comes back. Each operation has its own setters.
        #[must_use = "a request does nothing until it is sent"]
        pub struct $request<O> {
            pub(crate) call: $crate::call::Call,
            pub(crate) parameters: $crate::parameters::Parameters,
            operation: &'static $crate::operation::OperationInfo,
            output: ::core::marker::PhantomData<fn() -> O>,
        }

        impl<O> $request<O> {
            #[allow(dead_code)]
            #[inline]
            pub(crate) fn new(call: $crate::call::Call, operation: &'static $crate::operation::OperationInfo) -> Self {
                let parameters = $crate::parameters::Parameters::new(operation);
                Self { call, parameters, operation, output: ::core::marker::PhantomData }
            }

            /// The same with a parameter, by its index in the operation's table.
            #[allow(dead_code)]
            pub(crate) fn with_value<T: $crate::record::Value + ::core::clone::Clone>(
                mut self,
                index: usize,
                value: impl ::core::convert::Into<T>,
            ) -> Self {
                self.parameters.set::<T>(index, value.into());
                self
            }

            /// The same with a list.
            #[allow(dead_code)]
            pub(crate) fn with_list<T: $crate::record::Value + ::core::default::Default + ::core::clone::Clone>(
                self,
                index: usize,
                values: impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<T>>,
            ) -> Self {
                let values = values.into_iter().map(::core::convert::Into::into);
                self.with_value::<::std::vec::Vec<T>>(index, values.collect::<::std::vec::Vec<T>>())
            }

            /// What will be sent.
            #[inline]
            pub fn parameters(&self) -> &$crate::parameters::Parameters {
                &self.parameters
            }

            $crate::call_options!();
        }

        impl<O: $crate::record::Record + ::core::default::Default> $request<O> {
            /// Sends the request. Errors are as [`Error`](docwright_runtime::Error) tells.
            #[inline]
            pub fn send(self) -> $crate::call::Sending<O> {
                self.call.send(self.operation, ::std::boxed::Box::new(self.parameters))
            }

            /// The same, and keeps status, headers and raw body beside the output.
            #[inline]
            pub fn send_with_response(self) -> $crate::call::SendingWithResponse<O> {
                $crate::call::SendingWithResponse::from(self.send())
            }
        }

        impl<O> ::core::clone::Clone for $request<O> {
            #[inline]
            fn clone(&self) -> Self {
                Self {
                    call: self.call.clone(),
                    parameters: self.parameters.clone(),
                    operation: self.operation,
                    output: ::core::marker::PhantomData,
                }
            }
        }

        impl<O> ::core::fmt::Debug for $request<O> {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.parameters, formatter)
            }
        }
    };
    ($request:ident, $parameters:ident, $output:ident, $operation:path) => {
        impl $request {
            $crate::call_options!();

            /// What will be sent.
            #[inline]
            pub fn parameters(&self) -> &$parameters {
                &self.parameters
            }

            /// Sends the request. Errors are as [`Error`](docwright_runtime::Error) tells.
            #[inline]
            pub fn send(self) -> $crate::call::Sending<$output> {
                self.call.send(&$operation, ::std::boxed::Box::new(self.parameters))
            }

            /// The same, and keeps status, headers and raw body beside the output.
            #[inline]
            pub fn send_with_response(self) -> $crate::call::SendingWithResponse<$output> {
                $crate::call::SendingWithResponse::from(self.send())
            }
        }

        impl ::core::fmt::Debug for $request {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::record::debug($operation.name, &self.parameters, formatter)
            }
        }
    };
}

/// Gives a client its builder.
///
/// `client!(Client, SERVICE)` needs a struct `Client { core: ClientCore }` and a static
/// [`ServiceInfo`](crate::operation::ServiceInfo).
#[macro_export]
macro_rules! client {
    ($client:ident, $service:path) => {
        impl $client {
            /// A client with the settings that the builder is given; credentials from the environment unless set.
            #[inline]
            pub fn builder() -> $crate::client::ClientBuilder<$client> {
                $crate::client::ClientBuilder::new(&$service)
            }

            /// What clients of all services share.
            #[inline]
            pub fn core(&self) -> &$crate::client::ClientCore {
                &self.core
            }
        }

        impl ::core::convert::From<$crate::client::ClientCore> for $client {
            #[inline]
            fn from(core: $crate::client::ClientCore) -> Self {
                Self { core }
            }
        }
    };
}
