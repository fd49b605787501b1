extension ReasonEntry {
    /// The words of a gateway; nil stands for what no gateway says.
    static func catalogue(of gateway: Gateway?) -> [ReasonEntry] {
        switch gateway {
        case .apns: apns
        case .fcm: fcm
        case .wns: wns
        case .webpush: webpush
        case nil: unreached
        }
    }
}
