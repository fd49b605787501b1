import EventStore
import HTTPTypes
import Hummingbird
import Ingest
import LogArchive
import NIOCore
import TrackingLog

/// `POST /v1/events`: records events as they stream in.
struct EventRoutes: Sendable {
    /// Maximum length of a body in bytes, as sent and inflated.
    static let maximumBody = Route.events.rule.maximumBody
    /// Maximum bodies read at once; the others wait.
    static let maximumUploads = 32
    /// Maximum bodies of one token beyond `shortBody` that are under way; the others are read no further.
    static let maximumUploadsPerToken = 32
    /// Bytes of a body that are read without taking part in that limit.
    private static let shortBody = 64 << 10
    /// Bytes that are gathered before they are parsed: about a batch.
    private static let piece = 256 << 10

    let recorder: SharedRecorder
    let threads: StoreThreads
    let metrics: ServiceMetrics
    let places = UploadPlaces(count: maximumUploads)
    let longBodies = TokenSemaphores(count: maximumUploadsPerToken)

    /// A body on its way into the store.
    private struct Incoming {
        var token: Int64
        var upload: EventUpload
        var place: UploadPlaces.Upload
        var recording: UploadRecording
        /// Whether the body is said to be uncompressed.
        var isPlain: Bool
        var isLong = false
    }

    func post(_ request: Request, _ context: ServiceContext, _ token: AccessToken) async throws -> Response {
        guard let coding = RequestCoding(request.headers) else {
            throw Problem(.unsupportedMediaType, "the Content-Encoding is not supported; use gzip or identity")
        }
        if let length = request.headers[.contentLength].flatMap(Int.init), length > Self.maximumBody {
            throw Self.tooLong("nothing was recorded")
        }
        var incoming = Incoming(
            token: token.number,
            upload: EventUpload(maximumBytes: Self.maximumBody, isCompressed: coding == .gzip),
            place: places.begin(token: token.number),
            recording: UploadRecording(recorder, apps: token.apps), isPlain: coding != .gzip)
        defer {
            places.end(incoming.place)
            if incoming.isLong { longBodies.signal(incoming.token) }
        }
        do {
            try await read(request, &incoming)
            try await incoming.recording.finish()
        } catch {
            // What was handed in is recorded, even if nobody waits for it any more.
            let problem = await Self.problem(error, ending: &incoming.recording)
            metrics.count(incoming.recording.tally)
            throw problem ?? error
        }
        let tally = incoming.recording.tally
        metrics.count(tally)
        return .json(JSONObject.bytes { tally.put(into: &$0) }, for: request)
    }

    private func read(_ request: Request, _ incoming: inout Incoming) async throws {
        var (pending, total) = (0, 0)
        for try await piece in request.body {
            if total == 0, incoming.isPlain { try Self.refuseCompressed(piece) }
            piece.withUnsafeReadableBytes { incoming.upload.append($0) }
            pending += piece.readableBytes
            total += piece.readableBytes
            if total > Self.shortBody, !incoming.isLong {
                try await longBodies.wait(incoming.token)
                incoming.isLong = true
            }
            guard pending >= Self.piece else { continue }
            pending = 0
            try await drain(&incoming, isEnd: false)
        }
        try await drain(&incoming, isEnd: true)
    }

    /// Throws for a body whose lines would all be rejected, each for bytes that are not UTF-8.
    private static func refuseCompressed(_ beginning: ByteBuffer) throws(Problem) {
        let bytes = beginning.readableBytesView
        if bytes.starts(with: [0x1F, 0x8B]) {
            throw Problem(.badRequest, "the body is gzip, and no header says so; send Content-Encoding: gzip")
        }
        if bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) {
            throw Problem(.badRequest, "the body is a zip; post its events as NDJSON, or use `pushtrail ingest`")
        }
    }

    private func drain(_ incoming: inout Incoming, isEnd: Bool) async throws {
        try await places.take(incoming.place)
        defer { places.lend(incoming.place) }
        while let batch = try await threads.read({ [upload = incoming.upload] in try upload.next(isEnd: isEnd) }) {
            try await incoming.recording.add(batch)
        }
    }

    /// The problem of a body that was not read to its end; nil where the body is not to blame.
    private static func problem(_ error: any Error, ending recording: inout UploadRecording) async -> Problem? {
        do {
            try await recording.finish()
        } catch {
            // Nothing is counted, because earlier commits may not be on the disk. The client can send the body again.
            return Problem(error)
        }
        switch error {
        case EventUpload.Fault.tooLong:
            return tooLong("the events before the limit were recorded").counting(recording.tally)
        case EventUpload.Fault.notGzip:
            return Problem(
                .badRequest,
                "the Content-Encoding is gzip, but the body is not valid gzip; the events before the error were recorded"
            ).counting(recording.tally)
        case let error as StoreError: return Problem(error)
        case _ where error.isBrokenRequest:
            return Problem(
                .badRequest, "the body ended early; the events counted here were recorded",
                headers: [.connection: "close"]
            ).counting(recording.tally)
        default: return nil
        }
    }

    private static func tooLong(_ outcome: String) -> Problem {
        Problem(
            .contentTooLarge,
            "the body exceeds \(maximumBody >> 20) MiB, as sent or inflated; \(outcome). "
                + "Send it in parts; sending an event twice changes nothing",
            headers: [.connection: "close"])
    }
}

extension Problem {
    /// The problem, with the counts of the lines before it.
    fileprivate func counting(_ tally: UploadTally) -> Problem {
        var problem = self
        problem.members = { tally.put(into: &$0) }
        return problem
    }
}
