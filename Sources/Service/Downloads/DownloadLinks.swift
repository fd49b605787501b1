import EventStore
import Synchronization

/// The links to logs: `PUBLIC-URL/downloads/SECRET.zip`.
final class DownloadLinks: Sendable {
    private let base: Mutex<String>

    /// - Parameter publicURL: the URL by which clients reach the service; nil takes that of ``serve(at:)``.
    init(publicURL: String?) {
        base = Mutex(publicURL.map(Self.trimmed) ?? "http://localhost")
        isNamed = publicURL != nil
    }

    private let isNamed: Bool

    /// Uses the address that the service listens on where no public URL is set.
    func serve(at url: String) {
        if !isNamed { base.withLock { $0 = url } }
    }

    /// The link to a log.
    func link(to result: JobID) -> String { base.withLock { $0 } + Self.path(to: result) }

    /// The path of a log at this service.
    static func path(to result: JobID) -> String { "/downloads/\(result).zip" }

    /// The secret name in a link's last part; nil if it is malformed.
    static func result(named file: some StringProtocol) -> JobID? {
        file.hasSuffix(".zip") ? JobID(String(file.dropLast(4))) : nil
    }

    private static func trimmed(_ url: String) -> String {
        var url = url
        while url.hasSuffix("/") { url.removeLast() }
        return url
    }
}
