import EventStore
import Export
import HTTPTypes
import Hummingbird
import Pages
import TrackingLog

/// The console: logs, tokens and the state of the service, for people with a browser and a token.
///
/// It has one page. Everything is rendered here, works without scripts, and shows a token what its calls would show it.
struct ConsoleRoutes: Sendable {
    /// The latest jobs are listed, so many of them.
    private static let maximumJobs = 50

    let store: EventStore
    let jobs: LogJobs
    let requests: LogRequests
    let tokens: TokenCheck
    let threads: StoreThreads
    let address: ConsoleAddress
    let trustedProxies: [AddressRange]
    /// The file of verifications' results; nil where there is none to look at.
    let verificationRecord: String?

    private let sessions = ConsoleSessions()
    /// A secret has 256 random bits, which nobody guesses; but trying must not cost the store its time.
    private let failures = RateLimiter()

    // MARK: - Signing in and out

    /// `GET /console`.
    func show(_ request: Request, _ context: ServiceContext) async throws -> Response {
        guard let (token, session) = try await person(of: request) else {
            let notice = Self.sessionName(in: request) == nil ? nil : Self.signedOut
            return response(ConsolePage.signIn(at: address, notice: notice), for: request)
        }
        return try await overview(token, session, for: request)
    }

    private static let signedOut = "You are signed out: the session has ended, or its token is no longer valid."

    /// `POST /console/sign-in`.
    func signIn(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let form = try await ConsoleForm(request, of: .consoleSignIn, at: address)
        let peer = client(of: request, context)?.peer
        guard !failures.isExhausted(peer) else {
            return response(
                ConsolePage.signIn(at: address, notice: "Too many attempts failed. Wait a few seconds."),
                status: .tooManyRequests, headers: [.retryAfter: "3"], for: request)
        }
        guard let digest = TokenSecret(text: form["token"]).digest, let token = try await tokens.token(digest) else {
            _ = failures.allows(peer)
            return response(
                ConsolePage.signIn(at: address, notice: "The token is unknown, revoked or expired."),
                status: .forbidden, for: request)
        }
        tokens.noteUse(of: token)
        if let name = Self.sessionName(in: request) { sessions.end(name) }
        return redirect(setting: cookie(sessions.begin(digest)))
    }

    /// `POST /console/sign-out`.
    func signOut(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let form = try await ConsoleForm(request, of: .consoleSignOut, at: address)
        if let name = Self.sessionName(in: request), let session = sessions.session(name) {
            guard session.formKey == form["form"] else { throw Self.foreignForm }
            sessions.end(name)
        }
        return redirect(setting: cookie("", maximumAge: 0))
    }

    private static let foreignForm = Problem(.forbidden, "the form is not of this session; nothing was done")

    // MARK: - Sessions

    private static let cookieName = "pushtrail_console"

    private static func sessionName(in request: Request) -> String? { request.cookies[cookieName]?.value }

    /// The token that is signed in, with its session.
    private func person(of request: Request) async throws -> (AccessToken, ConsoleSessions.Session)? {
        guard let name = Self.sessionName(in: request), let session = sessions.session(name) else { return nil }
        guard let token = try await tokens.token(session.token) else {
            sessions.end(name)
            return nil
        }
        return (token, session)
    }

    private func cookie(_ value: String, maximumAge: Int? = nil) -> Cookie {
        Cookie(
            name: Self.cookieName, value: value, maxAge: maximumAge, path: address.path, secure: address.isSecure,
            httpOnly: true, sameSite: .strict)
    }

    /// The address of the browser: also behind a proxy that is trusted to tell.
    private func client(of request: Request, _ context: ServiceContext) -> PeerAddress? {
        let forwarded = (request.headers[.xForwardedFor] ?? "").split(separator: ",")
        var client = context.peer
        for text in forwarded.reversed() {
            guard let proxy = client, trustedProxies.contains(where: { $0.contains(proxy) }),
                let before = PeerAddress(String(text.trimmed))
            else { break }
            client = before
        }
        return client
    }

    // MARK: - Forms

    /// What came of a form.
    enum Outcome {
        case done
        case refused(String)
        case created(name: String, secret: String)
    }

    /// Does what a form asks for, if its session's own page sent it.
    func act(
        _ request: Request, _ route: Route, _ body: (ConsoleForm, AccessToken) async throws -> Outcome
    ) async throws -> Response {
        let form = try await ConsoleForm(request, of: route, at: address)
        guard let (token, session) = try await person(of: request) else { return redirect() }
        guard session.formKey == form["form"] else { throw Self.foreignForm }
        tokens.noteUse(of: token)
        switch try await body(form, token) {
        case .done: return redirect()
        case .refused(let reason):
            return try await overview(token, session, notice: .refusal(reason), status: .badRequest, for: request)
        case .created(let name, let secret):
            return try await overview(
                token, session, notice: .secret(secret, name: name), status: .created, for: request)
        }
    }

    // MARK: - Responses

    private func overview(
        _ token: AccessToken, _ session: ConsoleSessions.Session, notice: ConsolePage.Notice? = nil,
        status: HTTPResponse.Status = .ok, for request: Request
    ) async throws -> Response {
        var page = ConsolePage(
            token: token, address: address, formKey: session.formKey, notice: notice, now: .now)
        let (now, rights) = (page.now, ConsoleRights(of: token))
        if rights.seesLogs {
            page.jobs = try await threads.read { [jobs] in
                try jobs.jobs(of: rights.seesEverything ? nil : token.number, maximum: Self.maximumJobs, at: now)
            }
        }
        if rights.seesEvents {
            page.state = try await threads.read { [store, verificationRecord] in
                let gauges = try store.gauges()
                return ConsolePage.State(
                    days: try store.eventCounts(of: now.day.adding(days: -13)...now.day), gauges: gauges,
                    verification: verificationRecord.flatMap { LastVerification(recordedIn: $0, of: gauges) })
            }
        }
        if rights.seesEverything {
            page.tokens = try await threads.read { [store] in try TokenRegister(of: store).all() }
        }
        return response(page.page, status: status, for: request)
    }

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

    private func redirect(setting cookie: Cookie? = nil) -> Response {
        var response = Response(status: .seeOther, headers: .uncached)
        response.headers[.location] = address.path
        if let cookie { response.headers[values: .setCookie] = [cookie.description] }
        return response
    }

    /// A handler whose errors are pages.
    func withPages(_ answer: @escaping RouteHandlers.Handler) -> RouteHandlers.Handler {
        { request, context in
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
    /// What keeps other sites from showing, reading or guessing at a page of the console.
    fileprivate static func console(_ policy: String) -> HTTPFields {
        var headers = HTTPFields.uncached
        headers[.contentSecurityPolicy] = policy + "; frame-ancestors 'none'"
        headers[.xContentTypeOptions] = "nosniff"
        for (name, value) in [
            ("X-Frame-Options", "DENY"), ("Referrer-Policy", "same-origin"),
            ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
        ] {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return headers
    }
}

extension HTTPField.Name {
    fileprivate static let xForwardedFor: HTTPField.Name = {
        guard let name = HTTPField.Name("X-Forwarded-For") else { preconditionFailure("not the name of a header") }
        return name
    }()
}
