import EventStore
import HTTPTypes
import Hummingbird
import Ingest
import LogArchive
import NIOCore
import TrackingLog

/// `POST /v1/events`: events into the store, as they stream in.
struct EventRoutes: Sendable {
    /// How long a body may be, as it comes and inflated: 64 MiB.
    static let longestBody = 64 << 20
    /// How many bodies are read at once; others wait for their turn.
    static let mostUploads = 32
    /// How many bodies of one token that are longer than `shortBody` are under way at once; others are not read further.
    static let mostUploadsPerToken = 32
    /// So many bytes of a body are taken in from anybody.
    private static let shortBody = 64 << 10
    /// So many bytes are gathered before they are read: those of a batch, most of the time.
    private static let piece = 256 << 10

    let tokens: TokenCheck
    let recorder: SharedRecorder
    let threads: StoreThreads
    let metrics: ServiceMetrics
    let places = UploadPlaces(count: mostUploads)
    let longBodies = TokenSlots(count: mostUploadsPerToken)

    /// A body on its way into the store.
    private struct Incoming {
        var token: Int64
        var upload: EventUpload
        var place: UploadPlaces.Upload
        var recording: UploadRecording
        var isLong = false
    }

    func post(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let token = try await tokens.token(request.headers.token, for: .ingest)
        guard let coding = RequestCoding(request.headers) else {
            throw Problem(.unsupportedMediaType, "the Content-Encoding is not known; use gzip, or none")
        }
        if let length = request.headers[.contentLength].flatMap(Int.init), length > Self.longestBody {
            throw Self.tooLong("nothing was recorded")
        }
        var incoming = Incoming(
            token: token.number,
            upload: EventUpload(maximumBytes: Self.longestBody, isCompressed: coding == .gzip),
            place: places.begin(token: token.number),
            recording: UploadRecording(recorder, apps: token.apps))
        defer {
            places.end(incoming.place)
            if incoming.isLong { longBodies.give(incoming.token) }
        }
        do {
            try await read(request, &incoming)
            try await incoming.recording.finish()
        } catch {
            // What was handed in is recorded, whoever waits for it.
            let problem = await Self.problem(error, ending: &incoming.recording)
            metrics.count(incoming.recording.tally)
            throw problem ?? error
        }
        let tally = incoming.recording.tally
        metrics.count(tally)
        return .json(JSONObject.spelled { tally.put(into: &$0) }, for: request)
    }

    private func read(_ request: Request, _ incoming: inout Incoming) async throws {
        var (pending, total) = (0, 0)
        for try await piece in request.body {
            piece.withUnsafeReadableBytes { incoming.upload.append($0) }
            pending += piece.readableBytes
            total += piece.readableBytes
            if total > Self.shortBody, !incoming.isLong {
                try await longBodies.take(incoming.token)
                incoming.isLong = true
            }
            guard pending >= Self.piece else { continue }
            pending = 0
            try await drain(&incoming, isEnd: false)
        }
        try await drain(&incoming, isEnd: true)
    }

    private func drain(_ incoming: inout Incoming, isEnd: Bool) async throws {
        try await places.take(incoming.place)
        defer { places.lend(incoming.place) }
        while let batch = try await threads.read({ [upload = incoming.upload] in try upload.next(isEnd: isEnd) }) {
            try await incoming.recording.add(batch)
        }
    }

    /// What to tell where a body was not read to its end; nil where that is none of the body's doing.
    private static func problem(_ error: any Error, ending recording: inout UploadRecording) async -> Problem? {
        do {
            try await recording.finish()
        } catch {
            // Nothing is counted: what was committed before may not be on the disk. The same body again is the remedy.
            return Problem(error)
        }
        switch error {
        case EventUpload.Fault.tooLong:
            return tooLong("the lines before that were taken in").telling(recording.tally)
        case EventUpload.Fault.notGzip:
            return Problem(
                .badRequest, "the body is not the gzip that its Content-Encoding says; what could be read was taken in"
            ).telling(recording.tally)
        case let error as StoreError: return Problem(error)
        case _ where BrokenOff.isMeant(by: error):
            let words = "the body broke off; the lines that are counted here were taken in"
            return Problem(.badRequest, words, headers: [.connection: "close"]).telling(recording.tally)
        default: return nil
        }
    }

    private static func tooLong(_ rest: String) -> Problem {
        Problem(
            .contentTooLarge,
            "the body is longer than \(longestBody >> 20) MiB, which is the most, also once inflated; \(rest). "
                + "Send it in parts: an event that is there already changes nothing",
            headers: [.connection: "close"])
    }
}

extension Problem {
    /// The problem, with what came of the lines before it.
    fileprivate func telling(_ tally: UploadTally) -> Problem {
        var problem = self
        problem.members = { tally.put(into: &$0) }
        return problem
    }
}
