import Durability
import Foundation
import TrackingLog

/// What is done with a new checkpoint besides: copies elsewhere, and timestamps of others.
public enum CheckpointCopies {
    /// Holds an archive against the copy of its checkpoint, which is out of the archive's reach: it tells an older archive
    /// that was put back, and another one in its place, from what was signed.
    ///
    /// Its signature is not asked for: a copy can but stop a run.
    ///
    /// - Parameters:
    ///   - path: the copy; where there is none yet, there is nothing to hold against.
    ///   - archive: the archive's folder.
    /// - Throws: ``LedgerError/copyDiffers(path:_:)`` where the archive does not continue it.
    public static func check(_ path: String, against archive: String) throws(LedgerError) {
        let copy = try LedgerError.wrapping { () throws(FileError) in
            FileKind(at: path) == nil ? nil : try FileBytes.read(path, links: .followed)
        }
        guard let copy else { return }
        let saved: Checkpoint
        do throws(NoteError) {
            saved = try Checkpoint(SignedNote(copy).text)
        } catch {
            throw .copyDiffers(path: path, "it holds no checkpoint: \(error)")
        }
        guard let state = try LedgerState(archive: archive, keys: nil) else {
            throw .copyDiffers(
                path: path, "it lists \(saved.size) nights of \(saved.origin), and \(archive) has no ledger")
        }
        let present = state.checkpoint
        guard saved.origin.isSame(as: present.origin) else {
            throw .copyDiffers(path: path, "it is one of \(saved.origin), the ledger is \(present.origin)")
        }
        guard saved.size <= present.size else {
            throw .copyDiffers(path: path, "it lists \(saved.size) nights, the ledger \(present.size)")
        }
        let root = state.tree.root(of: saved.size)
        guard saved.root == root else {
            throw .copyDiffers(
                path: path, "it has the root \(saved.root) for \(saved.size) nights, the ledger has \(root)")
        }
    }

    /// Puts a checkpoint into a file, which is replaced whole or not at all; one that holds it already stays.
    public static func copy(_ checkpoint: [UInt8], to path: String) throws {
        if let present = try? FileBytes.read(path, links: .followed), present == checkpoint { return }
        var file = try AtomicFile(replacing: path)
        try file.write(checkpoint.span)
        try file.commit()
    }

    /// Has a command make a timestamp of a checkpoint (an RFC 3161 answer, as `openssl ts` and `curl` make one), and keeps
    /// it as `ledger/checkpoint-SIZE.tsr`. One that is there stays.
    ///
    /// - Parameters:
    ///   - checkpoint: given to the command on its standard input.
    ///   - size: the checkpoint's.
    ///   - archive: the archive's folder.
    ///   - command: for `sh -c`; what it prints is kept, if it is the answer for the checkpoint, granted.
    public static func timestamp(
        _ checkpoint: [UInt8], size: Int, in archive: String, by command: String
    ) throws {
        let path = "\(archive)/\(ArchivePath.timestamp(size: size))"
        try FilePlace.refuseLink(at: path, doing: "write")
        guard FileKind(at: path) == nil else { return }
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        // A checkpoint fits into a pipe.
        try? input.fileHandleForWriting.write(contentsOf: checkpoint)
        try? input.fileHandleForWriting.close()
        var answer: [UInt8] = []
        while answer.count <= TimestampResponse.mostBytes,
            let piece = try output.fileHandleForReading.read(upToCount: 1 << 16), !piece.isEmpty
        {
            answer += piece
        }
        // Whoever prints on is told by its closed pipe.
        try output.fileHandleForReading.close()
        process.waitUntilExit()
        func refused(_ reason: String) -> FileError { FileError(path: path, doing: "make", reason: reason) }
        guard answer.count <= TimestampResponse.mostBytes else {
            throw refused("what the timestamp command printed: \(TimestampError.tooLarge)")
        }
        guard process.terminationStatus == 0 else {
            throw refused("the timestamp command ended with \(process.terminationStatus)")
        }
        guard !answer.isEmpty else { throw refused("the timestamp command printed nothing") }
        let isOwn: Bool
        do throws(TimestampError) {
            isOwn = try TimestampResponse(answer).isOf(checkpoint)
        } catch {
            throw refused("what the timestamp command printed: \(error)")
        }
        guard isOwn else { throw refused("the timestamp command printed a timestamp of something else") }
        var file = try AtomicFile(replacing: path, links: .refused)
        try file.write(answer.span)
        try file.commit(.whereNoneIs)
    }
}
