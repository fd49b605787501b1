import EventStore
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1
import TrackingLog

extension Problem {
    /// The problem of a token that is turned away.
    init(_ refusal: TokenCheck.Refusal) {
        let challenge = "Bearer realm=\"pushtrail\""
        switch refusal {
        case .missing:
            self.init(
                .unauthorized, "the token is missing; send Authorization: Bearer TOKEN",
                headers: [.wwwAuthenticate: challenge])
        case .unknown:
            self.init(
                .unauthorized, "the token is unknown, revoked or expired",
                headers: [.wwwAuthenticate: challenge + ", error=\"invalid_token\""])
        case .forbidden(let scope): self.init(.forbidden, "the token lacks the scope \(scope.rawValue)")
        }
    }

    /// The problem of an error of the store.
    init(_ error: StoreError) {
        switch error {
        case .locked:
            self.init(
                .serviceUnavailable, "the store is locked by another process; try again", headers: [.retryAfter: "1"])
        case .replaced:
            self.init(
                .serviceUnavailable, "the store was moved, replaced or deleted; the service must be restarted",
                headers: [.retryAfter: "60"])
        case .prunedMeanwhile:
            self.init(
                .serviceUnavailable, "the store was pruned meanwhile; send the request again",
                headers: [.retryAfter: "1"])
        case .full:
            let status = HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
            self.init(status, "no space left on the disk of the store", headers: [.retryAfter: "10"])
        // Other errors name paths, which are not for clients.
        default: self.init(.internalServerError, "the store cannot be used; see the service's log")
        }
        cause = error
    }
}

extension Error {
    /// Whether a client closed the connection in the middle of a request, or stopped speaking HTTP.
    var isBrokenRequest: Bool { self is HTTPParserError || self is ChannelError || self is IOError }
}
