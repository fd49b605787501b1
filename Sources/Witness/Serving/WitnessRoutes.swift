import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import TransparencyLog

/// The two routes of a witness (C2SP tlog-witness).
struct WitnessRoutes: Sendable {
    /// The maximum length of a request's body in bytes: a checkpoint with its signatures, and a proof.
    static let maximumBody = 256 << 10

    let cosigner: Cosigner
    /// The threads that wait for the state's file, so that event loops never do.
    let threads: NIOThreadPool
    let logger: Logger

    func add(to router: Router<BasicRequestContext>) {
        router.post("add-checkpoint") { request, _ in try await addCheckpoint(request) }
        router.get(":hash/checkpoint") { _, context in
            try await checkpoint(ofOriginHash: context.parameters.get("hash") ?? "")
        }
    }

    private func addCheckpoint(_ request: Request) async throws -> Response {
        var body: [UInt8] = []
        for try await piece in request.body {
            guard body.count + piece.readableBytes <= Self.maximumBody else {
                return Self.text("the body is longer than \(Self.maximumBody >> 10) KiB", .contentTooLarge)
            }
            body.append(contentsOf: piece.readableBytesView)
        }
        let parsed: AddCheckpointRequest
        do throws(AddCheckpointRequest.Fault) {
            parsed = try AddCheckpointRequest(body)
        } catch {
            return Self.text("\(error)", .badRequest)
        }
        let answer: Cosigner.Answer
        do {
            answer = try await threads.runIfActive { try cosigner.answer(parsed) }
        } catch let error as WitnessStateError {
            logger.error("nothing was cosigned", metadata: ["reason": "\(error)"])
            return Self.text("the witness's state cannot be written, or its clock is wrong", .internalServerError)
        }
        switch answer {
        case .cosigned(let checkpoint, let line):
            logger.info(
                "cosigned", metadata: ["log": "\(checkpoint.origin)", "size": "\(checkpoint.size)"])
            return Self.text(line.line, .ok, hasLineEnd: true)
        case .refused(let decision):
            logger.notice("refused", metadata: ["status": "\(decision.status)", "reason": "\(decision.reason)"])
            let status = HTTPResponse.Status(code: decision.status)
            guard case .conflict(let size) = decision else { return Self.text(decision.reason, status) }
            return Self.text("\(size)", status, type: "text/x.tlog.size")
        }
    }

    private func checkpoint(ofOriginHash text: String) async throws -> Response {
        guard let hash = SHA256Hash(hex: text) else { return Self.text("no such checkpoint", .notFound) }
        let note = try await threads.runIfActive { cosigner.last(ofOriginHash: hash) }
        guard let note else { return Self.text("no such checkpoint", .notFound) }
        return Self.text(String(decoding: note.bytes, as: UTF8.self), .ok, hasLineEnd: true)
    }

    /// - Parameter hasLineEnd: whether the text has its LF.
    private static func text(
        _ text: String, _ status: HTTPResponse.Status, type: String = "text/plain; charset=utf-8",
        hasLineEnd: Bool = false
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: hasLineEnd ? text : text + "\n")))
    }
}

extension WitnessDecision {
    /// Why nothing was cosigned, in words for people.
    fileprivate var reason: String {
        switch self {
        // What strangers send may be long.
        case .unknownLog(let origin): "the log \(origin.prefix(200)) is not known here"
        case .untrusted(let error): String("\(error)".prefix(400))
        case .malformed(let reason), .inconsistent(let reason): String(reason.prefix(400))
        case .conflict(let size): "another size was cosigned last: \(size)"
        case .consistent: "the checkpoint extends the last one"
        }
    }
}
