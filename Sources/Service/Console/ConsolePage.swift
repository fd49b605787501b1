import EventStore
import Export
import Pages
import TrackingLog

/// What the console shows a token: one page, with what the token may see.
struct ConsolePage: Sendable {
    let token: AccessToken
    let address: ConsoleAddress
    /// What the forms send along.
    let formKey: String
    let notice: Notice?
    let now: Timestamp
    /// The token's own jobs, or every job; nil where it may not request any.
    var jobs: [LogJob]?
    /// The state of the store; nil where the token may not see it.
    var state: State?
    /// All tokens; nil where the token may not see them.
    var tokens: [AccessToken]?

    /// What came of the form before.
    enum Notice: Sendable {
        case refusal(String)
        case secret(String, name: String)
    }

    /// The state of the store.
    struct State: Sendable {
        /// Events by the day on which they happened.
        var days: [Day: Int]
        var gauges: StoreGauges
        var verification: LastVerification?
    }

    init(token: AccessToken, address: ConsoleAddress, formKey: String, notice: Notice?, now: Timestamp) {
        self.token = token
        self.address = address
        self.formKey = formKey
        self.notice = notice
        self.now = now
    }

    private static let title = "Pushtrail console"
    private static let footer: HTML = "<p>All times are UTC.</p>"

    var page: Page {
        let sections = [message, logs, events, allTokens].compactMap(\.self)
        return Page(
            title: Self.title, lead: lead, sections: sections.isEmpty ? [Self.nothing] : sections,
            footer: Self.footer, home: .service)
    }

    private var lead: HTML {
        let scopes = token.scopes.map(\.rawValue).sorted().joined(separator: ", ")
        let apps: HTML = token.apps.map { ", only \($0.texts.count == 1 ? "app" : "apps") \(.name($0.listed))" } ?? ""
        return """
            <form class="bar quietly" method="post" action="\(address.path)/sign-out">\(hidden)
            <p>Signed in as \(.name(token.name)) (\(scopes)\(apps))</p> <button>Sign out</button></form>
            """
    }

    /// The field that tells a session's own forms from others.
    var hidden: HTML { "<input type=\"hidden\" name=\"form\" value=\"\(formKey)\">" }

    private var message: Page.Section? {
        switch notice {
        case nil: nil
        case .refusal(let reason): Self.notDone(reason)
        case .secret(let secret, let name):
            Page.Section(
                id: "notice", title: "The new token",
                """
                <p>The token of \(.name(name)). Copy it now: it cannot be shown again, the store has only its hash.</p>
                <p><code class="secret">\(secret)</code></p>
                """)
        }
    }

    /// What a token sees that may only send events.
    private static let nothing = Page.Section(
        id: "nothing", title: "Nothing to see with this token",
        "<p>It may record events. To request logs a token needs the scope export, to create tokens admin.</p>")
}

// MARK: - Without a session

extension ConsolePage {
    /// The page of those who are not signed in.
    static func signIn(at address: ConsoleAddress, notice: String?) -> Page {
        let alert: HTML = notice.map { "<p class=\"notice\" role=\"alert\">\($0)</p>\n" } ?? ""
        return Page(
            title: title, lead: "<p class=\"lead\">Tracking logs: request, follow and download them.</p>",
            sections: [
                Page.Section(
                    id: "sign-in", title: "Sign in",
                    """
                    \(alert)<form method="post" action="\(address.path)/sign-in">
                    <input name="username" value="pushtrail" autocomplete="username" hidden>
                    <p class="field"><label for="token">Token</label>
                    <input id="token" name="token" type="password" autocomplete="current-password" required></p>
                    <p><button>Sign in</button></p>
                    </form>
                    <p class="quiet">The service's operator creates tokens: <code>pushtrail token create</code>.</p>
                    """)
            ], footer: "", home: .service)
    }

    /// The page of a request that failed.
    static func failure(_ reason: String, at address: ConsoleAddress) -> Page {
        var section = notDone(reason)
        section.body += "\n<p><a href=\"\(address.path)\">Back to the console</a></p>"
        return Page(title: title, lead: "", sections: [section], footer: footer, home: .service)
    }

    private static func notDone(_ reason: String) -> Page.Section {
        Page.Section(id: "notice", title: "Not done", "<p class=\"notice\" role=\"alert\">\(.name(reason))</p>")
    }
}

extension AppCodes {
    var listed: String { texts.joined(separator: ", ") }
}
