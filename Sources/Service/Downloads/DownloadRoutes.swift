import Crypto
import EventStore
import Export
import HTTPTypes
import Hummingbird
import NIOCore
import TransparencyLog

/// `GET /downloads/SECRET.zip`: the log, for everyone who knows its secret name.
struct DownloadRoutes: Sendable {
    /// Bytes that are read from the disk at a time.
    private static let piece = 128 << 10

    let jobs: LogJobs
    let threads: StoreThreads
    let logs: OpenLogs

    func get(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let (job, file) = try await open(context.parameters.get("file") ?? "")
        let tag = Self.tag(of: job)
        var headers: HTTPFields = [
            .acceptRanges: "bytes", .eTag: tag, .cacheControl: "private, no-transform",
            .contentType: "application/zip", .contentDisposition: "attachment; filename=\"\(Self.name(of: job))\"",
        ]
        if let wanted = request.headers[.ifNoneMatch], Self.matches(wanted, tag) {
            headers[.contentType] = nil
            headers[.contentDisposition] = nil
            headers[.contentLength] = String(file.length)
            return Response(status: .notModified, headers: headers)
        }
        // Ranges are for GET alone (RFC 9110, 14.2), and for the version of the file that the client has a part of.
        let isSame = request.headers[.ifRange].map { $0 == tag } ?? true
        let range = request.method == .get && isSame ? request.headers[.range] : nil
        switch ByteRange(range, length: file.length) {
        case .whole:
            headers[.contentLength] = String(file.length)
            return Response(status: .ok, headers: headers, body: body(file, 0..<file.length))
        case .part(let range):
            headers[.contentLength] = String(range.count)
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.length)"
            return Response(status: .partialContent, headers: headers, body: body(file, range))
        case .unsatisfiable:
            throw Problem(
                .rangeNotSatisfiable, "the range is outside the file, which has \(file.length) bytes",
                headers: [.contentRange: "bytes */\(file.length)", .acceptRanges: "bytes"])
        }
    }

    /// The bytes of a range, read from the disk piece by piece.
    private func body(_ file: OpenLog, _ range: Range<Int>) -> ResponseBody {
        ResponseBody(contentLength: range.count) { [threads] writer in
            var start = range.lowerBound
            while start < range.upperBound {
                let next = start..<min(start + Self.piece, range.upperBound)
                let bytes = try await threads.read { try file.read(next) }
                guard bytes.readableBytes == next.count else { throw IOError(errnoCode: 0, reason: "cut short") }
                try await writer.write(bytes)
                start = next.upperBound
            }
            try await writer.finish(nil)
        }
    }

    /// The job of a link, and its log.
    private func open(_ name: String) async throws -> (LogJob, OpenLog) {
        guard let result = DownloadLinks.result(named: name) else { throw Self.unknown }
        return try await threads.read { [jobs, logs] in
            guard let job = try jobs.job(ofResult: result) else { throw Self.unknown }
            guard let path = jobs.path(of: job) else { throw Self.gone }
            do throws(OpenLogs.Fault) {
                return (job, try logs.open(result, owner: job.owner, path: path))
            } catch .tooMany {
                throw Self.tooMany
            } catch {
                throw Self.gone
            }
        }
    }

    private static let gone = Problem(.gone, "the log has expired; request it again")
    private static let tooMany = Problem(
        .serviceUnavailable, "too many downloads are open; try again", headers: [.retryAfter: "1"])
    private static let unknown = Problem(.notFound, "there is no such log")

    private static func name(of job: LogJob) -> String {
        guard let request = try? LogRequest(asOf: job.asOf, date: job.date) else { return "tracking-log.zip" }
        return request.entryName.dropLast(4) + ".zip"
    }

    /// A log never changes, so its name identifies it. It is hashed, because tags appear where the secret must not.
    private static func tag(of job: LogJob) -> String {
        let digest = SHA256.hash(data: Array((job.result?.description ?? "").utf8))
        return "\"\(Hex.encode(digest.prefix(16)))\""
    }

    private static func matches(_ wanted: String, _ tag: String) -> Bool {
        wanted.split(separator: ",").contains { candidate in
            let candidate = candidate.filter { $0 != " " }
            return candidate == "*" || candidate == tag || candidate == "W/" + tag
        }
    }
}
