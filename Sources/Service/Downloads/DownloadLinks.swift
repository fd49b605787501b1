import EventStore
import Synchronization

/// The links to logs: `PUBLIC-URL/downloads/SECRET.zip`.
final class DownloadLinks: Sendable {
    private let base: Mutex<String>

    /// - Parameter publicURL: how clients reach the service; without one, ``serve(at:)`` tells.
    init(publicURL: String?) {
        base = Mutex(publicURL.map(Self.trimmed) ?? "http://localhost")
        isNamed = publicURL != nil
    }

    private let isNamed: Bool

    /// Takes the address that the service listens at for the one that clients reach it at, where none was named.
    func serve(at url: String) {
        if !isNamed { base.withLock { $0 = url } }
    }

    /// The link to a log.
    func link(to result: JobID) -> String { "\(base.withLock { $0 })/downloads/\(result).zip" }

    /// The secret name in the last part of a link's path; nil where it is none.
    static func result(named file: some StringProtocol) -> JobID? {
        file.hasSuffix(".zip") ? JobID(String(file.dropLast(4))) : nil
    }

    private static func trimmed(_ url: String) -> String {
        var url = url
        while url.hasSuffix("/") { url.removeLast() }
        return url
    }
}
