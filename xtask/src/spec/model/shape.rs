//! What stands inside a type.

use super::{Field, Type};

impl Type {
    /// The members of an object, also of one inside lists and maps; `None` where there is no object.
    pub fn members(&self) -> Option<&Vec<Field>> {
        match self {
            Self::Object { fields } => Some(fields),
            Self::Array { item } => item.members(),
            Self::Map { value } => value.members(),
            Self::String
            | Self::Integer
            | Self::Number
            | Self::Boolean
            | Self::File
            | Self::Any
            | Self::Reference { .. }
            | Self::Unknown => None,
        }
    }

    /// The same, to change.
    pub fn members_mut(&mut self) -> Option<&mut Vec<Field>> {
        match self {
            Self::Object { fields } => Some(fields),
            Self::Array { item } => item.members_mut(),
            Self::Map { value } => value.members_mut(),
            Self::String
            | Self::Integer
            | Self::Number
            | Self::Boolean
            | Self::File
            | Self::Any
            | Self::Reference { .. }
            | Self::Unknown => None,
        }
    }

    /// What a list or a map holds, however deep; else the type itself.
    pub fn item(&self) -> &Self {
        match self {
            Self::Array { item } => item.item(),
            Self::Map { value } => value.item(),
            Self::Object { .. }
            | Self::String
            | Self::Integer
            | Self::Number
            | Self::Boolean
            | Self::File
            | Self::Any
            | Self::Reference { .. }
            | Self::Unknown => self,
        }
    }
}
