import Analysis
import TrackingLog

extension Anomaly {
    /// What is odd about an event of a status.
    func words(_ status: String) -> String {
        switch self {
        case .before(let step): "\(status) before \(step.name)"
        case .neverCreated: "\(status), but these logs have no created event"
        case .after(let state): "\(status) after \(state)"
        case .again: "the same event again"
        case .overTenAttempts: "more than ten attempts"
        }
    }

    /// Its name in JSON.
    func key(_ status: String) -> String {
        switch self {
        case .before(let step): "\(status)_before_\(step.name)"
        case .neverCreated: "never_created"
        case .after(let state): "\(status)_after_\(state)"
        case .again: "same_event_again"
        case .overTenAttempts: "over_ten_attempts"
        }
    }
}
