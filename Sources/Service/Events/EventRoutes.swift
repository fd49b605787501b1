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
    /// So many bytes are gathered before they are read: those of a batch, most of the time.
    private static let piece = 256 << 10

    let tokens: TokenCheck
    let recorder: SharedRecorder
    let threads: StoreThreads
    let metrics: ServiceMetrics
    let slots = Slots(count: mostUploads)

    func post(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let token = try await tokens.token(request.headers.token, for: .ingest)
        guard let coding = RequestCoding(request.headers) else {
            throw Problem(.unsupportedMediaType, "the Content-Encoding is not known; use gzip, or none")
        }
        if let length = request.headers[.contentLength].flatMap(Int.init), length > Self.longestBody {
            throw Self.tooLong("nothing was recorded")
        }
        try await slots.take()
        defer { slots.give() }
        let upload = EventUpload(mostBytes: Self.longestBody, isCompressed: coding == .gzip)
        var recording = UploadRecording(recorder, apps: token.apps.map(Set.init))
        do {
            try await read(request, through: upload, into: &recording)
            try await recording.finish()
        } catch {
            // What was handed in is recorded, whoever waits for it.
            let problem = await Self.problem(error, ending: &recording)
            metrics.count(recording.tally)
            throw problem ?? error
        }
        metrics.count(recording.tally)
        let tally = recording.tally
        return .json(JSONObject.spelled { tally.put(into: &$0) }, for: request)
    }

    private func read(
        _ request: Request, through upload: EventUpload, into recording: inout UploadRecording
    ) async throws {
        var pending = 0
        for try await piece in request.body {
            piece.withUnsafeReadableBytes { upload.append($0) }
            pending += piece.readableBytes
            guard pending >= Self.piece else { continue }
            pending = 0
            try await drain(upload, into: &recording, isEnd: false)
        }
        try await drain(upload, into: &recording, isEnd: true)
    }

    private func drain(_ upload: EventUpload, into recording: inout UploadRecording, isEnd: Bool) async throws {
        while let batch = try await threads.read({ try upload.next(isEnd: isEnd) }) {
            try await recording.add(batch)
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
