//! The project of a call that needs one and was given none: the region's, as the vendor's identity service knows it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::{CredentialsProvider, Surroundings, huawei};
use crate::error::Error;
use crate::operation::{Role, ServiceInfo};
use crate::record::{Record, View};
use crate::transport::Transport;

/// Looks projects up, each once.
pub(crate) struct Projects {
    identity: huawei::Identity,
    found: Mutex<BTreeMap<String, String>>,
}

impl Projects {
    /// `None` where the service's vendor has no identity service that is known here.
    pub(crate) fn of_service(
        service: &ServiceInfo,
        transport: &Arc<dyn Transport>,
        credentials: &Arc<dyn CredentialsProvider>,
        surroundings: &Surroundings,
    ) -> Option<Self> {
        let known = service.endpoint.ends_with(huawei::DOMAIN);
        let identity = || huawei::Identity::within(transport, credentials.clone(), surroundings);
        known.then(|| Self { identity: identity(), found: Mutex::default() })
    }

    /// The project of a region, within a time.
    pub(crate) async fn of_region(&self, region: &str, limit: Option<Duration>) -> Result<String, Error> {
        let known = self.found.lock().unwrap_or_else(PoisonError::into_inner).get(region).cloned();
        if let Some(project) = known {
            return Ok(project);
        }
        let project = self.identity.project_within(region, limit).await?;
        self.found.lock().unwrap_or_else(PoisonError::into_inner).insert(region.to_owned(), project.clone());
        Ok(project)
    }
}

/// Whether parameters leave a project to the client.
pub(crate) fn is_asked_for(parameters: &dyn Record) -> bool {
    let fields = parameters.fields().iter().enumerate();
    fields
        .filter(|(_, info)| info.role == Role::Project)
        .any(|(index, _)| matches!(parameters.field(index).view(), View::Absent))
}
