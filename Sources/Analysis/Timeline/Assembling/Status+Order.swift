import TrackingLog

extension Status {
    /// The place of an event among others of its second, of which nobody can tell which came first. A refusal stands
    /// before an acceptance, since in one second the acceptance wins.
    var order: Int {
        switch self {
        case .created: 0
        case .attempted: 1
        case .sent: 2
        case .failed, .bounced, .dropped, .suppressed, .skipped, .unsubscribed: 3
        case .delivered: 4
        case .received: 5
        case .opened: 6
        case .converted: 7
        case .other: 8
        }
    }

    /// The steps of a delivery's way that have to go before this one.
    var stepsBefore: ArraySlice<Status> {
        let way: [Status] = [.created, .sent, .delivered, .received, .opened]
        return way.prefix { $0 != self }.count < way.count ? way.prefix { $0 != self } : []
    }
}
