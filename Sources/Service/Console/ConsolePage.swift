import EventStore
import Pages
import TrackingLog

/// The console's page for a session, as far as its token allows.
struct ConsolePage: Sendable {
    let person: ConsoleRoutes.Person
    let address: ConsoleAddress
    let now: Timestamp
    /// Why the form that was sent last was not carried out; nil where none was refused.
    var refusal: Refusal?
    /// The tokens that were created since the page was shown last.
    var newTokens: [ConsoleSessions.NewToken] = []
    /// The token's own jobs, or every job; nil where it may not request any.
    var logs: Logs?
    /// The state of the store; nil where the token may not see it.
    var state: State?
    /// All tokens; nil where the token may not see them.
    var tokens: [AccessToken]?

    /// A form that was not carried out.
    struct Refusal: Sendable {
        /// The field at fault.
        var field: String
        var reason: String
        /// The form as it was sent.
        var form: ConsoleForm
    }

    init(of person: ConsoleRoutes.Person, at address: ConsoleAddress, now: Timestamp) {
        self.person = person
        self.address = address
        self.now = now
    }

    private static let title = "Pushtrail console"
    private static let footer: HTML = "<p>All times are UTC.</p>"

    var page: Page {
        let sections = [newTokensSection, logsSection, stateSection, tokensSection].compactMap(\.self)
        return Page(title: Self.title, lead: lead, sections: sections, footer: Self.footer, home: .service)
    }

    /// What a page asks for while it follows its jobs.
    var followed: Page {
        Page(title: Self.title, lead: "", sections: [logsSection].compactMap(\.self), footer: "", home: .service)
    }

    private var lead: HTML {
        let apps: HTML =
            person.token.apps.map { ", only \($0.texts.count == 1 ? "app" : "apps") \(.name($0.listed))" } ?? ""
        return """
            <form class="bar quietly" method="post" action="\(address.path)/sign-out">\(hidden)
            <p>Signed in as \(.name(person.token.name)) (\(person.token.scopes.listed)\(apps))</p> \
            <button>Sign out</button></form>
            """
    }

    private var newTokensSection: Page.Section? {
        guard !newTokens.isEmpty else { return nil }
        let secrets = newTokens.map { token -> HTML in
            """
            <p>\(.name(token.name)): copy the token now. It cannot be shown again, the store has only its hash.</p>
            <p><code class="secret">\(token.secret)</code></p>

            """
        }
        return Page.Section(id: "new", title: newTokens.count == 1 ? "The new token" : "The new tokens", secrets.joined)
    }
}

// MARK: - Without a session

extension ConsolePage {
    /// The page without a session.
    static func signIn(at address: ConsoleAddress, notice: String?) -> Page {
        let alert: HTML = notice.map { "<p class=\"notice\" role=\"alert\">\($0)</p>\n" } ?? ""
        return Page(
            title: title, lead: "<p class=\"lead\">Request and download tracking logs.</p>",
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
        return Page(title: title, lead: "", sections: [section], footer: "", home: .service)
    }

    private static func notDone(_ reason: String) -> Page.Section {
        Page.Section(id: "notice", title: "Not done", "<p class=\"notice\" role=\"alert\">\(.name(reason))</p>")
    }
}

// MARK: - Forms

extension ConsolePage {
    /// The hidden field with the session's key: a form without it is refused.
    var hidden: HTML { "<input type=\"hidden\" name=\"form\" value=\"\(person.session.formKey)\">" }

    /// A field of a form. After a refusal it keeps its value, to be corrected.
    ///
    /// - Parameters:
    ///   - name: its name, unique on the page.
    ///   - label: the name that people see.
    ///   - attributes: of its `input`.
    ///   - help: a sentence on what to fill in.
    func field(_ name: String, _ label: String, _ attributes: HTML, help: String) -> HTML {
        let value = refusal?.form[name] ?? ""
        let isAtFault = refusal?.field == name
        let filled: HTML = value.isEmpty ? "" : " value=\"\(value)\""
        let described: HTML =
            isAtFault
            ? " aria-describedby=\"\(name)-fault \(name)-help\" aria-invalid=\"true\" autofocus"
            : " aria-describedby=\"\(name)-help\""
        return """
            <p class="field"><label for="\(name)">\(label)</label>
            <input id="\(name)" name="\(name)"\(attributes)\(filled)\(described)>
            \(fault(of: name))<small class="quiet" id="\(name)-help">\(help)</small></p>

            """
    }

    /// What is wrong with a field.
    func fault(of name: String) -> HTML {
        guard let refusal, refusal.field == name else { return "" }
        return "<strong class=\"fault\" id=\"\(name)-fault\">\(refusal.reason)</strong>\n"
    }
}

extension AppCodes {
    var listed: String { texts.joined(separator: ", ") }
}

extension Set<TokenScope> {
    var listed: String { map(\.rawValue).sorted().joined(separator: ", ") }
}
