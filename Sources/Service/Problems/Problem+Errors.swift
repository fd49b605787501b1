import EventStore
import HTTPTypes
import Hummingbird
import TrackingLog

extension Problem {
    /// Why a token is turned away.
    init(_ refusal: TokenCheck.Refusal, scope: TokenScope) {
        let challenge = "Bearer realm=\"pushtrail\""
        switch refusal {
        case .missing:
            self.init(
                .unauthorized, "send a token: Authorization: Bearer TOKEN", headers: [.wwwAuthenticate: challenge])
        case .unknown:
            self.init(
                .unauthorized, "the token is unknown, revoked or expired",
                headers: [.wwwAuthenticate: challenge + ", error=\"invalid_token\""])
        case .forbidden: self.init(.forbidden, "the token has not the scope \(scope.rawValue)")
        }
    }

    /// What the store could not do.
    init(_ error: StoreError) {
        switch error {
        case .locked:
            self.init(
                .serviceUnavailable, "the store is locked by another process; try again", headers: [.retryAfter: "1"])
        case .replaced:
            self.init(
                .serviceUnavailable, "the store was moved, replaced or deleted; the service has to be started again",
                headers: [.retryAfter: "60"])
        case .prunedMeanwhile:
            self.init(.serviceUnavailable, "the store was being pruned; send it again", headers: [.retryAfter: "1"])
        case .full:
            let status = HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
            self.init(status, "there is no space left to store anything", headers: [.retryAfter: "10"])
        // What else may be wrong names paths, which are nobody's business.
        default: self.init(.internalServerError, "the store cannot be used; the service's log says why")
        }
        cause = error
    }
}
