//! What an author can do: one function a use case.
pub mod view;
