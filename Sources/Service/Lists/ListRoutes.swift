import Analysis
import EventStore
import Export
import HTTPTypes
import Hummingbird
import Presentation
import TrackingLog

/// `GET /v1/deliveries` and `GET /v1/segments/NAME`: what the commands of these names list, of the store's events.
struct ListRoutes: Sendable {
    /// Lines of a page where the request names no limit.
    private static let defaultLimit = 100
    private static let maximumLimit = 10_000

    let pages: ListPages

    func deliveries(_ request: Request, _ context: ServiceContext, _ token: AccessToken) async throws -> Response {
        let query = try ListQuery(
            request.uri.query,
            of: ListQuery.ofFilter + ListQuery.ofDeliveries + ListQuery.ofPages)
        let wanted = try query.deliveries()
        let columns = try query.columns(isPerDevice: wanted.isPerDevice)
        let store = pages.store
        let page = try await page(of: "deliveries", query, token) { moment in
            var wanted = wanted
            // Without a start it is the messages of the tracking log's window.
            let end = min(wanted.filter.until ?? moment.time, moment.time)
            let since = wanted.filter.since ?? LogRequest.window(upTo: end).lowerBound
            wanted.filter.since = since
            let events = StoredEvents(store, createdFrom: since, apps: token.apps, upTo: moment)
            try events.checkThatNothingIsPruned()
            let log = try LogAnalysis().deliveries(wanted) { try events.fold(into: &$0) }
            var writer = try AnswerListWriter()
            let format = DeliveryNDJSON(DeliveryLogLayout(columns))
            try log.read(into: &writer) {
                $0.lines.isEmpty ? [] : format.text(of: $0)
            } take: { writer, text in
                try writer.append(text)
            }
            return writer.finish(warnings: log.unmatched.map(\.warning) + log.warnings)
        }
        return .json(Self.json(page, "deliveries", asOf: page.asOf), headers: .uncached, for: request)
    }

    func segment(_ request: Request, _ context: ServiceContext, _ token: AccessToken) async throws -> Response {
        let name = context.parameters.get("name") ?? ""
        guard let segment = Segment(rawValue: name) else {
            let names = Segment.allCases.filter { !$0.needsAudience }.map(\.rawValue).joined(separator: ", ")
            throw Problem(.notFound, "there is no segment of that name; there are \(names)")
        }
        guard !segment.needsAudience else {
            throw Problem(
                .badRequest,
                "\(name) needs an audience, which the service does not have; use pushtrail segment --audience")
        }
        let query = try ListQuery(
            request.uri.query, of: ListQuery.ofFilter + ListQuery.ofSegments + ListQuery.ofPages)
        let filter = try query.filter()
        let asOf = try query.time("as_of", .start)
        let days = try query.number("days", in: 1...Segment.maximumDays)
        if days != nil, segment.usualDays == nil {
            throw Problem(.badRequest, "days does not apply to \(name), which looks at all events")
        }
        let store = pages.store
        let page = try await page(of: "segments/\(name)", query, token) { moment in
            var wanted = SegmentRequest(segment, asOf: asOf ?? moment.time)
            wanted.filter = filter
            if let days { wanted.days = days }
            // Tokens are judged by everything that is known of them.
            let events = StoredEvents(store, createdFrom: .earliest, apps: token.apps, upTo: moment)
            let list = try LogAnalysis().segment(wanted) { try events.fold(into: &$0) }
            var writer = try AnswerListWriter()
            var text = SegmentText(segment, .ndjson, isSeen: false)
            try list.read { try writer.append(text.text(of: $0)) }
            return writer.finish(warnings: list.unmatched.map(\.warning) + list.warnings)
        }
        return .json(
            Self.json(page, "members", asOf: asOf ?? page.asOf, segment: name), headers: .uncached, for: request)
    }

    private func page(
        of route: String, _ query: ListQuery, _ token: AccessToken,
        make: @escaping @Sendable (ListMoment) throws -> AnswerList
    ) async throws -> ListPages.Page {
        let limit = try query.number("limit", in: 1...Self.maximumLimit) ?? Self.defaultLimit
        do {
            return try await pages.page(
                of: "\(route) \(query.canonical)", for: token, try query.text("page_token"), limit: limit, make: make)
        } catch let fault as ListPages.Fault {
            throw Problem(fault)
        } catch let error as StoreError {
            if case .pruned = error { throw Problem(.badRequest, "\(error); ask with a later since") }
            throw error
        }
    }

    private static func json(
        _ page: ListPages.Page, _ member: StaticString, asOf: Timestamp, segment: String? = nil
    ) -> [UInt8] {
        JSONObject.bytes { object in
            if let segment { object.put("segment", segment) }
            object.put("as_of", asOf.rfc3339)
            object.put("total", page.total)
            object.put("warnings", page.warnings)
            object.put(member, json: page.json)
            object.put("next_page_token", page.next)
        }
    }
}

extension UnmatchedValues {
    /// That a filter matches nothing, and what it could match.
    fileprivate var warning: String { "no message matches \(filter) \(names): \(hint("messages have"))" }
}

extension ListMoment {
    var time: Timestamp { Timestamp(secondsSince1970: asOf) }
}

extension Problem {
    /// The problem of a page that is not there.
    fileprivate init(_ fault: ListPages.Fault) {
        switch fault {
        case .notAToken: self.init(.badRequest, "page_token is none that this service gave")
        case .otherRequest:
            self.init(.badRequest, "page_token is of another request: send it with the parameters of its first page")
        case .changed: self.init(.gone, "the list has changed since its first page; ask again without page_token")
        case .busy:
            self.init(
                .tooManyRequests, "too many lists are being made; try again when others are done",
                headers: [.retryAfter: "5"])
        }
    }
}

// MARK: - Parameters

extension ListQuery {
    /// The parameters of ``deliveries()`` and ``columns(isPerDevice:)``, beside those of the filter.
    static let ofDeliveries = ["outcome", "reason", "category", "person", "per_device", "sort", "columns", "without"]
    /// The parameters of a segment, beside those of the filter.
    static let ofSegments = ["days", "as_of"]

    /// The delivery log that is asked for.
    func deliveries() throws(Problem) -> DeliveryRequest {
        var request = DeliveryRequest()
        request.filter = try filter()
        request.outcomes = Set(try values("outcome", among: MessageOutcome.allCases, named: \.name))
        request.reasons = texts("reason")
        request.categories = Set(try values("category", among: Reason.Category.allCases, named: \.rawValue))
        request.persons = texts("person")
        request.isPerDevice = try flag("per_device")
        if let sort = try text("sort") {
            let isDescending = sort.hasPrefix("-")
            let columns = Self.columns(isPerDevice: request.isPerDevice)
            guard let column = columns.first(where: { $0.rawValue == sort.dropFirst(isDescending ? 1 : 0) }) else {
                throw Problem(.badRequest, "sort is not one of \(columns.map(\.rawValue).joined(separator: ", "))")
            }
            request.order = DeliveryOrder(by: column, isDescending: isDescending)
        }
        return request
    }

    /// The columns that are asked for.
    func columns(isPerDevice: Bool) throws(Problem) -> [DeliveryColumn] {
        let possible = Self.columns(isPerDevice: isPerDevice)
        let left = try names("without", among: DeliveryColumn.allCases, named: \.rawValue) ?? []
        let columns = (try names("columns", among: possible, named: \.rawValue) ?? possible).filter {
            !left.contains($0)
        }
        guard !columns.isEmpty else { throw Problem(.badRequest, "columns and without leave no column") }
        return columns
    }

    /// The columns that a line can have: a link is the client's own matter.
    private static func columns(isPerDevice: Bool) -> [DeliveryColumn] {
        (isPerDevice ? DeliveryColumn.ofDeliveries : DeliveryColumn.ofMessages).filter { $0 != .link }
    }
}
