public import TrackingLog

/// What is odd about an event among those of its delivery. Gateways and webhooks produce all of these: they are no proof
/// of tampering, but they explain numbers that surprise.
public enum Oddity: Hashable, Sendable {
    /// It comes before one that has to go before it: `delivered` before `sent`.
    case before(Status)
    /// Opened, and no row says that it was created.
    case neverCreated
    /// It comes when nothing more was to come: `failed` after opened.
    case after(DeliveryState)
    /// The same time, status and description stand there already.
    case again
    /// The eleventh attempt or a later one; senders retry up to ten times (``Attempts/most``).
    case overTenAttempts
}
