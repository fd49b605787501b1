import Analysis
import EventStore
import TrackingLog

/// `getMessageLog`: events of messages, page by page, failed ones too.
struct MessageLogRoute: Sendable {
    let pages: ListPages

    func get(_ call: PushwooshCall, _ token: AccessToken) async throws -> PushwooshResponse {
        do {
            return try await log(try MessageLogRequest(call), token)
        } catch PushwooshResponse.wrong(let message) {
            throw PushwooshResponse.refused(message)
        }
    }

    private func log(_ request: MessageLogRequest, _ token: AccessToken) async throws -> PushwooshResponse {
        let store = pages.store
        do {
            let page = try await pages.page(
                of: "getMessageLog \(request.canonical)", for: token, request.pageToken, limit: request.limit
            ) { moment in
                let times = try request.times(upTo: moment.time)
                let days = times.map { $0.lowerBound.day...$0.upperBound.day }
                let events = StoredEvents(
                    store, on: days ?? Timestamp.earliest.day...Timestamp.latest.day, apps: token.apps, upTo: moment)
                if times != nil { try events.checkThatNothingIsPruned() }
                let wanted = MessageLogEvents(request, times: times)
                let matches = try LogAnalysis().matches(wanted.deliveries) { tally in
                    try events.fold(into: &tally, where: wanted.isOfMessage)
                }
                var writer = try AnswerListWriter()
                try events.write(to: &writer) { wanted.lines(of: $0, matches) }
                return writer.finish()
            }
            return .ok(
                JSONObject.bytes { object in
                    object.put("total", page.total)
                    object.put("events", json: page.json)
                    object.put("pagination_token", page.next)
                })
        } catch let fault as ListPages.Fault {
            throw PushwooshResponse.wrong(Self.words(of: fault))
        } catch let error as StoreError {
            if case .pruned = error { throw PushwooshResponse.wrong("\(error)") }
            throw error
        }
    }

    private static func words(of fault: ListPages.Fault) -> String {
        switch fault {
        case .notAToken: "pagination_token is none that this service gave"
        case .otherRequest: "pagination_token is of another request: send it with the same fields"
        case .changed: "the log has changed since its first page; ask again without pagination_token"
        case .busy: "too many logs are being made; try again when others are done"
        }
    }
}

extension MessageLogRequest {
    /// What is asked for, the same for all pages.
    fileprivate var canonical: String {
        let fields = [messageCode, campaignCode, userID, application, from?.rfc3339, to?.rfc3339]
        let lists = [hwids.sorted(), actions.map(\.rawValue).sorted(), platforms?.map(\.name).sorted()]
        // An array's description quotes its texts, so that no value passes for another field.
        return "\(fields) \(lists)"
    }
}
