import TrackingLog

/// Assembles one delivery from its rows.
enum DeliveryAssembly {
    static func delivery(
        to hwid: String, _ rows: [FoundRow], _ found: borrowing FoundRows, _ reader: inout DescriptionReader
    ) -> TimelineDelivery {
        let rows = rows.sorted { found.isBefore($0, $1) }
        var progress = DeliveryProgress()
        var payload = EarliestOf<PayloadShape>()
        var gateways: GatewaySet = []
        var deciding: Refusal?
        var finder = AnomalyFinder()
        for row in rows { finder.announce(row.status) }
        var events: [TimelineEvent] = []
        var matches: [ReasonMatch] = []
        for row in rows {
            progress.add(row.status, at: row.time)
            payload.add(row.payload.platform == nil ? nil : row.payload, at: row.time)
            let description = found.text(row.description) ?? ""
            let match = reader.match(row, found)
            if row.status.isRefusal {
                gateways.formUnion(match.gateways)
                let refusal = Refusal(
                    time: row.time, description: ByteOrdered(text: description), status: row.status, kind: match.kind)
                deciding = max(deciding ?? refusal, refusal)
            }
            matches.append(match)
            let (attempt, anomalies) = finder.visit(row.status, at: row.time, identity: found.identity(of: row))
            events.append(
                TimelineEvent(
                    time: row.time, status: status(of: row, found), description: description,
                    gap: events.last.map { Int(row.time.secondsSince1970 - $0.time.secondsSince1970) },
                    attempt: attempt, isRefusal: row.status.isRefusal, reason: nil, anomalies: anomalies))
        }
        let platform = Platform(
            payload: payload.value?.platform, gateway: gateways.only?.platform,
            hwid: Platform(hwid: Array(hwid.utf8).span))
        // One word can mean different things on two platforms, and the platform is known only now.
        for index in events.indices { events[index].reason = matches[index].reason(on: platform) }
        let state = progress.state
        return TimelineDelivery(
            hwid: hwid, platform: platform, state: state,
            failure: state == .failed ? deciding.map { FailureKind(status: $0.status, described: $0.kind) } : nil,
            events: events)
    }

    /// The status's name; an unknown one's in lower case.
    private static func status(of row: FoundRow, _ found: borrowing FoundRows) -> String {
        row.status == .other ? found.statusName(row.word) : row.status.name
    }

    /// A failed row, in the order of ``RefusalRule``: the greatest decides.
    private struct Refusal: Comparable {
        var time: Timestamp
        var description: ByteOrdered
        var status: Status
        var kind: FailureKind

        static func < (left: Refusal, right: Refusal) -> Bool {
            RefusalRule.decides(
                at: right.time, over: left.time,
                inOneSecond: (left.description, left.status.name) < (right.description, right.status.name))
        }
    }
}
