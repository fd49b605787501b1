import Connections
import EventStore
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
        settings.take(options: { flags[$0] })
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

    @Test("the defaults: only this machine reaches the service")
    func usual() throws {
        let configuration = try settings().configuration()
        #expect(configuration.host == "127.0.0.1" && configuration.port == 8080)
        #expect(!configuration.deviceCallbacks && configuration.tls == nil && configuration.maxJobsPerToken == 200)
    }

    @Test("limits: defaults, and values that were given")
    func limits() throws {
        let usual = try settings().configuration()
        #expect(usual.maxConnectionsPerAddress == nil && usual.minFreeSpace == nil)
        #expect(usual.trustedProxies == AddressRange.loopback)
        let flags: [Setting: String] = [
            .trustedProxies: "10.0.0.0/8, 2001:db8::1", .maxConnectionsPerAddress: "7", .minFreeSpace: "0",
            .maxResultSpacePerToken: "3",
        ]
        let set = try settings(flags: flags).configuration()
        #expect(set.trustedProxies == ["10.0.0.0/8", "2001:db8::1"].compactMap { AddressRange($0) })
        #expect(set.maxConnectionsPerAddress == 7 && set.minFreeSpace == 0)
        #expect(set.resultLimits.maximumBytesPerOwner == 3 << 20 && set.resultLimits.maximum == 10_000)
        #expect(try settings(flags: [.trustedProxies: "none"]).configuration().trustedProxies == [])
    }

    @Test("connections are fitted into the limit of open files, with a warning")
    func files() throws {
        var ample = ServiceConfiguration()
        for files in [1_000_000, .max] {
            let words = ample.fit(openFiles: files)
            #expect(words == nil && ample.maxConnections == 1000 && ample.maxOpenLogs == 128)
        }
        var short = ServiceConfiguration()
        let words = short.fit(openFiles: 256) ?? ""
        #expect(short.maxConnections == 112 && short.maxOpenLogs == 32)
        for number in ["112", "1000", "256", "1144"] { #expect(words.contains(number)) }
        var least = ServiceConfiguration()
        let last = least.fit(openFiles: 10)
        #expect(last != nil && least.maxConnections == 1)
    }

    @Test("every setting has a variable")
    func variables() {
        #expect(Setting.publicURL.variable == "PUSHTRAIL_PUBLIC_URL")
        #expect(Setting.store.variable == "PUSHTRAIL_STORE")
        #expect(Set(Setting.allCases.map(\.variable)).count == Setting.allCases.count)
    }

    @Test(
        "an invalid value is an error that names its place",
        arguments: [
            (.port, "x"), (.port, "65536"), (.workers, "-1"), (.maxConnections, "0"), (.logLevel, "loud"),
            (.logFormat, "xml"), (.deviceCallbacks, "perhaps"), (.publicURL, "push.example.com"),
            (.publicURL, "https://"),
            (.publicURL, "https://x y"), (.tlsKey, "k.pem"), (.tlsCertificate, "c.pem"), (.requestTimeout, "0"),
            (.trustedProxies, "localhost"), (.trustedProxies, "10.0.0.0/8,"), (.minRate, "0"), (.bodyTimeout, "-1"),
            (.maxConnectionsPerAddress, "0"), (.maxResults, "x"), (.minFreeSpace, "-1"),
        ] as [(Setting, String)])
    func faults(setting: Setting, text: String) throws {
        #expect {
            try settings(environment: [setting.variable: text]).configuration()
        } throws: { error in
            (error as? Settings.Fault)?.place == setting.variable
        }
    }

    @Test("an invalid line of a file is an error that names its number", arguments: ["port 1", "prot = 1", "= 1"])
    func lines(line: String) throws {
        #expect {
            try settings(file: "host = x\n\(line)\n")
        } throws: { error in
            (error as? Settings.Fault)?.place == "push.conf:2"
        }
    }
}
