import Durability
import Foundation
import TrackingLog
import TransparencyLog

/// Copies and timestamps of checkpoints.
public enum CheckpointCopies {
    /// Checks that an archive extends the copy of its checkpoint.
    ///
    /// The copy is kept apart from the archive, and so shows that an older or another archive was put in its place. Its
    /// signature is not checked: a copy can only stop a run.
    ///
    /// - Parameters:
    ///   - path: the copy; without one there is nothing to check.
    ///   - archive: the archive's folder.
    /// - Throws: ``LedgerError/copyDiffers(path:_:)`` if the archive does not extend it.
    public static func check(_ path: String, against archive: String) throws(LedgerError) {
        let copy = try LedgerError.wrapping { () throws(FileError) in
            FileKind(at: path) == nil ? nil : try FileBytes.read(path, links: .followed)
        }
        guard let copy else { return }
        let saved: Checkpoint
        do throws(NoteError) {
            saved = try Checkpoint(SignedNote(copy).text)
        } catch {
            throw .copyDiffers(path: path, "the copy holds no checkpoint: \(error)")
        }
        guard let state = try LedgerState(archive: archive, keys: nil) else {
            throw .copyDiffers(
                path: path,
                "the copy lists \(saved.size.counting("entry", "entries")) of \(saved.origin), and \(archive) has no ledger"
            )
        }
        let present = state.checkpoint
        guard saved.origin.isSame(as: present.origin) else {
            throw .copyDiffers(path: path, "the copy is of \(saved.origin), the ledger of \(present.origin)")
        }
        guard saved.size <= present.size else {
            throw .copyDiffers(
                path: path,
                "the copy lists \(saved.size.counting("entry", "entries")), the ledger \(present.size.grouped)")
        }
        let root = state.tree.root(of: saved.size)
        guard saved.root == root else {
            throw .copyDiffers(
                path: path,
                "the copy has the root \(saved.root) for \(saved.size.counting("entry", "entries")), the ledger \(root)"
            )
        }
    }

    /// Writes a checkpoint to a file, unless the file has it already.
    public static func copy(_ checkpoint: [UInt8], to path: String) throws {
        if let present = try? FileBytes.read(path, links: .followed), present == checkpoint { return }
        var file = try AtomicFile(replacing: path)
        try file.write(checkpoint.span)
        try file.commit()
    }

    /// Gets a timestamp of a checkpoint from a command, and keeps it.
    ///
    /// The timestamp is an RFC 3161 response, as `openssl ts` and `curl` produce one. The file is
    /// `ledger/checkpoint-SIZE.tsr`; an existing one stays.
    ///
    /// - Parameters:
    ///   - checkpoint: the command's standard input.
    ///   - size: the checkpoint's size.
    ///   - archive: the archive's folder.
    ///   - command: run by `sh -c`; its output is kept if it is a granted response for the checkpoint.
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
        var response: [UInt8] = []
        while response.count <= TimestampResponse.maximumBytes,
            let piece = try output.fileHandleForReading.read(upToCount: 1 << 16), !piece.isEmpty
        {
            response += piece
        }
        // A command that prints more gets a closed pipe.
        try output.fileHandleForReading.close()
        process.waitUntilExit()
        func refused(_ reason: String) -> FileError { FileError(path: path, doing: "create", reason: reason) }
        guard response.count <= TimestampResponse.maximumBytes else {
            throw refused("the timestamp command's output: \(TimestampError.tooLarge)")
        }
        guard process.terminationStatus == 0 else {
            throw refused("the timestamp command ended with \(process.terminationStatus)")
        }
        guard !response.isEmpty else { throw refused("the timestamp command printed nothing") }
        let isOwn: Bool
        do throws(TimestampError) {
            isOwn = try TimestampResponse(response).isOf(checkpoint)
        } catch {
            throw refused("the timestamp command's output: \(error)")
        }
        guard isOwn else { throw refused("the timestamp command printed a timestamp of other bytes") }
        var file = try AtomicFile(replacing: path, links: .refused)
        try file.write(response.span)
        try file.commit(.whereNoneIs)
    }
}
