/// The failed rows and rare events of a shard's deliveries, found by delivery.
struct DeliveryDetails: Sendable {
    private let refusals: [RefusalRecord]
    private let rareEvents: [RareEventsRecord]

    init(_ shard: borrowing TallyShard) {
        refusals = shard.refusals.elements.sorted { $0.delivery < $1.delivery }
        rareEvents = shard.rareEvents.elements.sorted { $0.delivery < $1.delivery }
    }

    /// In no order that another process would have.
    func refusals(of delivery: Int) -> ArraySlice<RefusalRecord> {
        let start = refusals.firstIndex(past: { $0.delivery >= delivery })
        return refusals[start...].prefix { $0.delivery == delivery }
    }

    /// In no order that another process would have.
    func rareEvents(of delivery: Int) -> ArraySlice<RareEventsRecord> {
        guard !rareEvents.isEmpty else { return [] }
        let start = rareEvents.firstIndex(past: { $0.delivery >= delivery })
        return rareEvents[start...].prefix { $0.delivery == delivery }
    }
}
