//! Deployments through the binary, over the wire: to MiniStack, which the tests start themselves, and to endpoints that
//! nobody would wish for.

mod hostile;
mod life;
mod support;
