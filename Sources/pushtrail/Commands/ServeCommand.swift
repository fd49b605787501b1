import ArgumentParser
import Connections
import Durability
import EventStore
import Foundation
import Logging
import Service

/// `pushtrail serve`: the HTTP API and the job workers.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the log API over HTTP, and run queued jobs.",
        discussion: """
            Clients of Pushwoosh's getTrackingLog and getResults find them under /json/1.3/ and /json/1.4/; events are \
            posted to /v1/events. `pushtrail token create` makes the tokens.

            Every option may also be given as an environment variable (PUSHTRAIL_PUBLIC_URL and so on) or in a file of \
            lines like `public-url = https://push.example.com`; the command line wins, then the environment.

            It stops on SIGTERM or SIGINT: requests in progress are answered, jobs returned to the queue.
            """)

    @OptionGroup var options: ServeOptions
    @OptionGroup var shared: SharedOptions

    func run() async throws {
        let settings = try options.settings()
        var configuration: ServiceConfiguration
        do throws(Settings.Fault) {
            configuration = try settings.configuration()
        } catch {
            throw Failure(.wrongUsage, "\(error)", hint: "see `pushtrail help serve`")
        }
        if !settings.contains(.logLevel) {
            if shared.quiet { configuration.logLevel = .warning }
            if shared.verbose { configuration.logLevel = .debug }
        }
        let shortage = configuration.fit(openFiles: FileLimit.raise())
        let log = StructuredLog(
            format: configuration.logFormat, level: configuration.logLevel
        ) { StandardError.write($0) }
        let logger = Logger(label: "pushtrail") { _ in log }
        if let shortage { logger.warning("\(shortage)") }
        let store = try EventStore(path: configuration.storePath ?? StoreOptions.defaultPath)
        do {
            try await PushtrailService(configuration, store: store, logger: logger).run()
        } catch let error as StoreError {
            throw error
        } catch let error as ListeningError {
            throw Failure.couldNotRun("\(error)", hint: error.hint)
        } catch {
            throw Failure.couldNotRun("cannot serve: \(error)")
        }
    }
}
