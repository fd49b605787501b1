/// Something unusual about an event, given the other events of its delivery.
///
/// Gateways and webhooks produce all of these. They explain surprising numbers and do not prove tampering.
public enum Anomaly: Hashable, Sendable {
    /// It happened before a step that precedes it, such as `delivered` before `sent`.
    case before(Status)
    /// The delivery was opened, and no row says that it was created.
    case neverCreated
    /// It happened after the delivery had reached a state that ends it, such as `failed` after `opened`.
    case after(DeliveryState)
    /// An earlier row has the same time, status and description.
    case again
    /// It is an attempt beyond ``SenderRules/maximumAttempts``.
    case overTenAttempts
}
