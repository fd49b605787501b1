import Testing

@testable import Service

@Suite("Settings: the command line wins, then the environment, then the file")
struct SettingsTests {
    private func settings(
        file: String = "", environment: [String: String] = [:], flags: [Setting: String] = [:]
    ) throws -> Settings {
        var settings = Settings()
        try settings.take(file: file, named: "push.conf")
        settings.take(environment: { environment[$0] })
        settings.take(flags: flags)
        return settings
    }

    @Test("precedence, setting by setting")
    func precedence() throws {
        let file = "# a comment\n\nport = 1\n  host=file.example \nworkers = 3\r\npublic-url = https://x/y=z\n"
        let configuration = try settings(
            file: file, environment: ["PUSHTRAIL_PORT": "2", "PUSHTRAIL_HOST": "env.example", "PUSHTRAIL_WORKERS": ""],
            flags: [.port: "3"]
        ).configuration()
        #expect(configuration.port == 3 && configuration.host == "env.example" && configuration.workers == 3)
        #expect(configuration.publicURL == "https://x/y=z")
    }

    @Test("nothing but this machine reaches what says nothing")
    func usual() throws {
        let configuration = try settings().configuration()
        #expect(configuration.host == "127.0.0.1" && configuration.port == 8080)
        #expect(!configuration.deviceCallbacks && configuration.tls == nil && configuration.maxJobsPerToken == 200)
    }

    @Test("every setting has a variable")
    func variables() {
        #expect(Setting.publicURL.variable == "PUSHTRAIL_PUBLIC_URL")
        #expect(Setting.store.variable == "PUSHTRAIL_STORE")
        #expect(Set(Setting.allCases.map(\.variable)).count == Setting.allCases.count)
    }

    @Test(
        "what is wrong is told with its place",
        arguments: [
            (.port, "x"), (.port, "65536"), (.workers, "-1"), (.maxConnections, "0"), (.logLevel, "loud"),
            (.logFormat, "xml"), (.deviceCallbacks, "perhaps"), (.publicURL, "push.example.com"),
            (.publicURL, "https://"),
            (.publicURL, "https://x y"), (.tlsKey, "k.pem"), (.tlsCertificate, "c.pem"), (.requestTimeout, "0"),
        ] as [(Setting, String)])
    func faults(setting: Setting, text: String) throws {
        #expect {
            try settings(environment: [setting.variable: text]).configuration()
        } throws: { error in
            (error as? Settings.Fault)?.place == setting.variable
        }
    }

    @Test("a file's line that is no setting is told by its number", arguments: ["port 1", "prot = 1", "= 1"])
    func lines(line: String) throws {
        #expect {
            try settings(file: "host = x\n\(line)\n")
        } throws: { error in
            (error as? Settings.Fault)?.place == "push.conf:2"
        }
    }
}
