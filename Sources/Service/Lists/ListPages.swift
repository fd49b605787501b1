import EventStore
import TrackingLog

/// Finds the pages of lists by their tokens.
struct ListPages: Sendable {
    /// Why there is no page.
    enum Fault: Error {
        /// The token is none.
        case notAToken
        /// The token is of another request.
        case otherRequest
        /// The list cannot be made again as it was: something was pruned.
        case changed
        /// Too many lists are being made.
        case busy
    }

    /// A page, and where the next one begins.
    struct Page {
        /// The lines as a JSON array.
        var json: [UInt8]
        /// The number of all lines of the list.
        var total: Int
        var warnings: [String]
        /// The token of the next page; nil for the last one.
        var next: String?
        /// The moment that the list shows.
        var asOf: Timestamp
    }

    let store: EventStore
    let threads: StoreThreads
    let lists: AnswerLists
    let seal: ListTokenSeal

    /// Reads a page.
    ///
    /// - Parameters:
    ///   - request: what is asked for: the same text for each of its pages, another one for anything else.
    ///   - owner: who asks. Only events of the token's apps are in its lists.
    ///   - token: the token of the page; nil for the first one.
    ///   - limit: maximum number of lines.
    ///   - make: makes the list as of a moment.
    /// - Throws: ``Fault``, or an error of the store.
    func page(
        of request: String, for owner: AccessToken, _ token: String?, limit: Int,
        make: @escaping @Sendable (ListMoment) throws -> AnswerList
    ) async throws -> Page {
        let request = ListRequest(text: request, apps: owner.apps)
        let digest = request.digest
        var place: ListToken?
        if let token {
            place = seal.open(token)
            guard let place else { throw Fault.notAToken }
            guard place.request == digest else { throw Fault.otherRequest }
        }
        let moment = if let place { place.moment } else { try await self.moment(for: request) }
        let list: AnswerList
        do {
            list = try await lists.list(request, moment, owner: owner.number, isNew: place == nil) { try make(moment) }
        } catch is AnswerLists.Busy {
            throw Fault.busy
        }
        if let place, place.count != list.count { throw Fault.changed }
        let start = place?.position ?? 0
        let page = try await threads.read { try list.page(from: start, limit: limit) }
        let next = ListToken(moment: moment, request: digest, count: list.count, position: page.end)
        return Page(
            json: page.json, total: list.count, warnings: list.warnings,
            next: page.end < list.count ? try seal.text(of: next) : nil, asOf: Timestamp(secondsSince1970: moment.asOf))
    }

    private func moment(for request: ListRequest) async throws -> ListMoment {
        if let moment = lists.moment(for: request) { return moment }
        let last = try await threads.read { [store] in try store.lastRecorded() }
        return ListMoment(asOf: Timestamp.now.secondsSince1970, lastRecorded: last)
    }
}
