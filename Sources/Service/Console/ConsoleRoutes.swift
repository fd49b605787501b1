import Connections
import EventStore
import Export
import HTTPTypes
import Hummingbird
import Pages
import TrackingLog

/// The console: logs, tokens and the state of the service, for people with a browser and a token.
///
/// It has one page. Everything is rendered here and works without scripts.
struct ConsoleRoutes: Sendable {
    /// Jobs on a page.
    private static let maximumJobs = 50

    let store: EventStore
    let jobs: LogJobs
    let requests: LogRequests
    let tokens: TokenCheck
    let threads: StoreThreads
    let address: ConsoleAddress
    /// The file of verifications' results; nil where there is none to look at.
    let verificationRecord: String?

    let sessions = ConsoleSessions()
    private let failures = RateLimiter()

    /// Somebody who is signed in.
    struct Person: Sendable {
        let token: AccessToken
        let session: ConsoleSessions.Session
        /// The session's name.
        let name: String

        var rights: ConsoleRights { ConsoleRights(of: token) }
    }

    // MARK: - The page

    /// `GET /console`.
    func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let query = request.uri.queryParameters
        // A page that follows its jobs asks for them alone. That does not keep its session alive.
        let isFollowing = query["follow"] != nil
        guard let person = try await person(of: request, isUsed: !isFollowing) else {
            let notice = Self.sessionNames(in: request).isEmpty ? nil : Self.signedOut
            return response(ConsolePage.signIn(at: address, notice: notice), for: request)
        }
        let before = query["before"].flatMap { JobID(String($0)) }
        guard !isFollowing else {
            var page = ConsolePage(of: person, at: address, now: .now)
            page.logs = try await logs(of: person, before: before, at: page.now)
            if person.rights.seesEverything { page.tokens = try await allTokens() }
            return response(page.followed, for: request)
        }
        return try await overview(of: person, before: before, for: request)
    }

    private static let signedOut = "You are signed out: the session has ended, or its token is no longer valid."

    private func overview(
        of person: Person, before: JobID? = nil, refusal: ConsolePage.Refusal? = nil,
        status: HTTPResponse.Status = .ok, for request: Request
    ) async throws -> Response {
        var page = ConsolePage(of: person, at: address, now: .now)
        page.refusal = refusal
        page.logs = try await logs(of: person, before: before, at: page.now)
        if person.rights.seesEvents { page.state = try await state(at: page.now) }
        if person.rights.seesEverything { page.tokens = try await allTokens() }
        // Last, because what is taken is shown once: nothing may fail after it.
        if request.method != .head { page.newTokens = sessions.takeNewTokens(of: person.name) }
        return response(page.page, status: status, for: request)
    }

    private func logs(of person: Person, before: JobID?, at now: Timestamp) async throws -> ConsolePage.Logs? {
        guard person.rights.hasLogs else { return nil }
        let owner = person.rights.seesEverything ? nil : person.token.number
        return try await threads.read { [jobs] in
            // One more, to see whether another page follows.
            let found = try jobs.jobs(of: owner, before: before, maximum: Self.maximumJobs + 1, at: now)
            let shown = Array(found.prefix(Self.maximumJobs))
            return ConsolePage.Logs(
                jobs: shown, before: before, next: found.count > shown.count ? shown.last?.id : nil,
                openCount: try jobs.openJobs(of: owner))
        }
    }

    private func state(at now: Timestamp) async throws -> ConsolePage.State {
        try await threads.read { [store, verificationRecord] in
            let gauges = try store.gauges()
            return ConsolePage.State(
                days: try store.eventCounts(of: now.day.adding(days: -13)...now.day), gauges: gauges,
                verification: verificationRecord.flatMap { LastVerification(recordedIn: $0, of: gauges) })
        }
    }

    private func allTokens() async throws -> [AccessToken] {
        try await threads.read { [store] in try TokenRegister(of: store).all() }
    }

    // MARK: - Signing in and out

    /// `POST /console/sign-in`.
    func signIn(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let form = try await ConsoleForm(request, of: .consoleSignIn, at: address)
        // A valid token always signs in. Its 256 random bits cannot be guessed, and a limit on it would let anybody at the
        // same address lock others out.
        guard let digest = TokenSecret(text: form["token"]).digest, let token = try await tokens.token(digest) else {
            guard failures.allows(context.peer?.peer) else {
                return response(
                    ConsolePage.signIn(at: address, notice: "Too many wrong tokens. Wait a few seconds."),
                    status: .tooManyRequests, headers: [.retryAfter: "\(Int(failures.pause))"], for: request)
            }
            let notice = "The token is unknown, revoked or expired."
            return response(ConsolePage.signIn(at: address, notice: notice), status: .forbidden, for: request)
        }
        guard ConsoleRights(of: token).hasLogs else {
            let notice = "This token may only record events. The console needs one that may request logs (export)."
            return response(ConsolePage.signIn(at: address, notice: notice), status: .forbidden, for: request)
        }
        tokens.noteUse(of: token)
        for name in Self.sessionNames(in: request) { sessions.end(name) }
        return redirect(setting: cookie(sessions.begin(digest)))
    }

    /// `POST /console/sign-out`.
    func signOut(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let form = try await ConsoleForm(request, of: .consoleSignOut, at: address)
        if let person = try await person(of: request, isUsed: false) {
            try Self.check(form, isOf: person.session)
            sessions.end(person.name)
        }
        return redirect(setting: cookie("", maximumAge: 0))
    }

    // MARK: - Sessions

    private static let cookieName = "pushtrail_console"

    /// The session names in a request's cookies: one, unless another site of the same host set more.
    private static func sessionNames(in request: Request) -> [String] {
        request.headers[values: .cookie].flatMap { $0.split(separator: ";") }.compactMap { pair in
            let pair = pair.trimmed
            return pair.hasPrefix(cookieName + "=") ? String(pair.dropFirst(cookieName.count + 1)) : nil
        }
    }

    /// The person whose session a request belongs to; nil for none.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - isUsed: whether the session goes on by it.
    ///   - isFresh: whether a revocation of its token takes effect at once.
    private func person(of request: Request, isUsed: Bool, isFresh: Bool = false) async throws -> Person? {
        for name in Self.sessionNames(in: request) {
            guard let session = sessions.session(name, isUsed: isUsed) else { continue }
            guard let token = try await tokens.token(session.token, isFresh: isFresh) else {
                sessions.end(name)
                continue
            }
            return Person(token: token, session: session, name: name)
        }
        return nil
    }

    private static func check(_ form: ConsoleForm, isOf session: ConsoleSessions.Session) throws(Problem) {
        guard session.formKey == form["form"] else {
            throw Problem(
                .forbidden, "the form is of an earlier session, nothing was done; send it again from the console")
        }
    }

    private func cookie(_ value: String, maximumAge: Int? = nil) -> Cookie {
        Cookie(
            name: Self.cookieName, value: value, maxAge: maximumAge, path: address.path, secure: address.isSecure,
            httpOnly: true, sameSite: .strict)
    }

    // MARK: - Forms

    /// The result of a form.
    enum Outcome {
        /// Done: the page shows it.
        case done
        /// Not done, because of a field.
        case refused(field: String, reason: String)
    }

    /// Carries out a form that one of the session's own pages sent.
    func perform(
        _ request: Request, _ route: Route, _ body: (ConsoleForm, Person) async throws -> Outcome
    ) async throws -> Response {
        let form = try await ConsoleForm(request, of: route, at: address)
        guard let person = try await person(of: request, isUsed: true, isFresh: true) else { return redirect() }
        try Self.check(form, isOf: person.session)
        tokens.noteUse(of: person.token)
        switch try await body(form, person) {
        case .done: return redirect()
        case .refused(let field, let reason):
            let refusal = ConsolePage.Refusal(field: field, reason: reason, form: form)
            return try await overview(of: person, refusal: refusal, status: .badRequest, for: request)
        }
    }

    // MARK: - Responses

    private func response(
        _ page: Page, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], for request: Request
    ) -> Response {
        var text: [UInt8] = []
        page.write { text.append(contentsOf: $0.utf8) }
        var response = Response.text(
            text, type: "text/html; charset=utf-8", status: status, headers: .console(page.policy), for: request)
        response.headers.append(contentsOf: headers)
        return response
    }

    /// A redirect to the console's page: reloading that sends no form again.
    private func redirect(setting cookie: Cookie? = nil) -> Response {
        var response = Response(status: .seeOther, headers: .uncached)
        response.headers[.location] = address.path
        if let cookie { response.headers[values: .setCookie] = [cookie.description] }
        return response
    }

    /// Wraps a route's handler: errors become pages, and a GET of a form's address is redirected to the console.
    func handler(of route: Route, _ answer: @escaping RequestHandler) -> RequestHandler {
        { request, context in
            guard route == .console || request.method == .post else { return redirect() }
            do {
                return try await answer(request, context)
            } catch let problem as Problem {
                throw Failure(routes: self, problem: problem)
            } catch let refusal as TokenCheck.Refusal {
                throw Failure(routes: self, problem: Problem(refusal))
            } catch let error as StoreError {
                throw Failure(routes: self, problem: Problem(error))
            }
        }
    }

    /// A problem, as a page.
    private struct Failure: RespondingError {
        var routes: ConsoleRoutes
        var problem: Problem

        var cause: (any Error)? { problem.cause }

        func response(for request: Request) -> Response {
            routes.response(
                ConsolePage.failure(problem.detail, at: routes.address), status: problem.status,
                headers: problem.headers, for: request)
        }
    }
}

extension HTTPFields {
    /// Headers that forbid other sites to frame or read a page of the console.
    fileprivate static func console(_ policy: String) -> HTTPFields {
        var headers = HTTPFields.uncached
        headers[.contentSecurityPolicy] = policy + "; frame-ancestors 'none'"
        headers[.xContentTypeOptions] = "nosniff"
        headers[HTTPField.Name(known: "X-Frame-Options")] = "DENY"
        headers[HTTPField.Name(known: "Referrer-Policy")] = "same-origin"
        headers[HTTPField.Name(known: "Cross-Origin-Opener-Policy")] = "same-origin"
        headers[HTTPField.Name(known: "Cross-Origin-Resource-Policy")] = "same-origin"
        return headers
    }
}
