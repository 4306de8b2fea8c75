//! How the worker comes by a connection to a blog.

use std::sync::Arc;

use async_trait::async_trait;
use coupure_blog::{BlogClient, secrets::Vault};
use coupure_model::{Blog, BlogKind};

use crate::{Error, error::Result};

/// Makes connections. The worker keeps each until the blog refuses it or changes.
#[async_trait]
pub trait Connector: Send + Sync {
    async fn connect(&self, blog: &Blog) -> Result<Arc<dyn BlogClient>>;
}

/// Connects with the secrets of a home.
pub struct VaultConnector {
    vault: Vault,
}

impl VaultConnector {
    pub fn new(vault: Vault) -> Self {
        Self { vault }
    }
}

#[async_trait]
impl Connector for VaultConnector {
    async fn connect(&self, blog: &Blog) -> Result<Arc<dyn BlogClient>> {
        let secret = match &blog.kind {
            BlogKind::Folder { .. } => None,
            _ => {
                let (vault, id) = (self.vault.clone(), blog.id);
                // A keychain may ask the author something first.
                tokio::task::spawn_blocking(move || vault.get(id)).await.map_err(|error| {
                    Error::Internal { detail: format!("the keychain was not asked: {error}") }
                })??
            }
        };
        Ok(Arc::from(coupure_blog::connect(blog, secret.as_ref(), &self.vault)?))
    }
}
