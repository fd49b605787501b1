import Analysis
import TrackingLog

/// The events that a call of `getMessageLog` asks for, as JSON.
struct MessageLogEvents: Sendable {
    private let request: MessageLogRequest
    private let times: ClosedRange<Timestamp>?
    private let code: [UInt8]?
    private let hwids: Set<TextKey>
    private let app: [UInt8]?

    init(_ request: MessageLogRequest, times: ClosedRange<Timestamp>?) {
        self.request = request
        self.times = times
        code = request.messageCode.map { Array($0.utf8) }
        hwids = Set(request.hwids.map { KeyedHash.of(Array($0.utf8).span) })
        app = request.application.map { Array($0.utf8) }
    }

    /// Whether an event may say something of a message that is asked for: all events of such a message do.
    func isOfMessage(_ row: EventRow, _ batch: EventBatch) -> Bool {
        code.map { batch.text[row.trackingCode.offsets].elementsEqual($0) } ?? true
    }

    /// The delivery log's filters.
    var deliveries: DeliveryRequest {
        var deliveries = DeliveryRequest()
        deliveries.persons = request.userID.map { [$0] } ?? []
        return deliveries
    }

    /// The lines of a batch's events.
    ///
    /// - Parameter matches: the deliveries that ``deliveries`` asks for.
    func lines(of batch: EventBatch, _ matches: DeliveryMatches) -> [UInt8] {
        var lines: [UInt8] = []
        var reasons: [String: ReasonMatch] = [:]
        for row in batch.rows where isWanted(row, batch) {
            let span = batch.text.span
            guard
                let facts = matches.facts(
                    code: span.extracting(row.trackingCode.offsets), hwid: span.extracting(row.hwid.offsets)),
                isWanted(facts)
            else { continue }
            let description = batch.string(row.description)
            var reason: Reason?
            if row.status.isRefusal {
                let text = description.isEmpty ? row.status.name : description
                let match = reasons[text] ?? ReasonCatalogue.standard.match(text)
                reasons[text] = match
                reason = match.reason(on: facts.platform)
            }
            lines += JSONObject.bytes { object in
                object.put("timestamp", "\(row.time)")
                object.put("action", MessageAction(row.status).rawValue)
                object.put("status", batch.string(row.statusWord))
                object.put("message_code", batch.string(row.trackingCode))
                object.put("application_code", batch.string(row.appCode))
                object.put("hwid", batch.string(row.hwid))
                object.put("user_id", facts.person)
                object.put("platform", facts.platform.name)
                object.put("campaign", facts.name)
                object.put("description", description)
                object.put("reason", reason?.name)
                object.put("category", reason?.category.rawValue)
            }
            lines.append(.lineFeed)
        }
        return lines
    }

    private func isWanted(_ row: EventRow, _ batch: EventBatch) -> Bool {
        if let times, !times.contains(row.time) { return false }
        if !request.actions.isEmpty, !request.actions.contains(MessageAction(row.status)) { return false }
        if !isOfMessage(row, batch) { return false }
        if let app, !batch.text[row.appCode.offsets].elementsEqual(app) { return false }
        return hwids.isEmpty || hwids.contains(KeyedHash.of(batch.text.span.extracting(row.hwid.offsets)))
    }

    private func isWanted(_ facts: DeliveryFacts) -> Bool {
        if let platforms = request.platforms, !platforms.contains(facts.platform) { return false }
        guard let campaign = request.campaignCode else { return true }
        guard let name = facts.name else { return false }
        return name.isSame(as: campaign) || MessageName(name).journey.map { $0.isSame(as: campaign) } ?? false
    }
}
