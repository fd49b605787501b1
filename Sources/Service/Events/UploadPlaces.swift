import Synchronization

/// The places for bodies that are read at once.
///
/// Only a body with bytes to read needs a place. One that waits for bytes lends its place to the others, so slow bodies,
/// however many, make nobody wait. A free place goes to the waiting token that holds the fewest.
final class UploadPlaces: Sendable {
    /// A body on its way in. Its fields change only under the lock.
    final class Upload: @unchecked Sendable {
        fileprivate enum Holding { case nothing, place, lentPlace }

        fileprivate let token: Int64
        fileprivate var holding = Holding.nothing

        fileprivate init(token: Int64) { self.token = token }
    }

    fileprivate struct Waiting {
        var upload: Upload
        var continuation: CheckedContinuation<Bool, Never>
    }

    fileprivate struct State {
        var free: Int
        var lent: [Upload] = []
        var waiting: [Waiting] = []
        /// How many places each token holds and has not lent.
        var taken: [Int64: Int] = [:]
    }

    private let state: Mutex<State>

    init(count: Int) { state = Mutex(State(free: count)) }

    /// How many places are free.
    var freeCount: Int { state.withLock { $0.free } }
    /// How many bodies wait for a place.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Registers a body, which has no place yet.
    func begin(token: Int64) -> Upload { Upload(token: token) }

    /// Takes a place for a body that has bytes to read, or waits for one.
    ///
    /// - Throws: `CancellationError` if the task is cancelled first.
    func take(_ upload: Upload) async throws {
        if state.withLock({ $0.take(upload) }) { return }
        let isTaken = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isTaken: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    if state.take(upload) { return true }
                    state.waiting.append(Waiting(upload: upload, continuation: continuation))
                    return nil
                }
                if let isTaken { continuation.resume(returning: isTaken) }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                state.waiting.firstIndex { $0.upload === upload }.map { state.waiting.remove(at: $0).continuation }
            }
            continuation?.resume(returning: false)
        }
        guard isTaken else { throw CancellationError() }
    }

    /// Lends the body's place to the others until it has more bytes to read.
    func lend(_ upload: Upload) {
        let next = state.withLock { state in
            state.release(upload)
            guard let next = state.handOn() else {
                upload.holding = .lentPlace
                state.lent.append(upload)
                return nil as CheckedContinuation<Bool, Never>?
            }
            return next
        }
        next?.resume(returning: true)
    }

    /// Gives the body's place back for good, if it has one.
    func end(_ upload: Upload) {
        let next: CheckedContinuation<Bool, Never>? = state.withLock { state in
            switch upload.holding {
            case .nothing: return nil
            case .place: state.release(upload)
            case .lentPlace: state.lent.removeAll { $0 === upload }
            }
            upload.holding = .nothing
            if let next = state.handOn() { return next }
            state.free += 1
            return nil
        }
        next?.resume(returning: true)
    }
}

extension UploadPlaces.State {
    /// - Returns: false if there is no place.
    fileprivate mutating func take(_ upload: UploadPlaces.Upload) -> Bool {
        switch upload.holding {
        case .place: return true
        case .lentPlace: lent.removeAll { $0 === upload }
        case .nothing:
            if free > 0 {
                free -= 1
            } else if let lender = lent.first {
                lent.removeFirst()
                lender.holding = .nothing
            } else {
                return false
            }
        }
        hold(upload)
        return true
    }

    private mutating func hold(_ upload: UploadPlaces.Upload) {
        upload.holding = .place
        taken[upload.token, default: 0] += 1
    }

    fileprivate mutating func release(_ upload: UploadPlaces.Upload) {
        guard upload.holding == .place else { return }
        upload.holding = .nothing
        taken[upload.token, default: 1] -= 1
        if taken[upload.token] == 0 { taken[upload.token] = nil }
    }

    /// Hands a free place to the next body that waits for one.
    fileprivate mutating func handOn() -> CheckedContinuation<Bool, Never>? {
        let fewest = waiting.indices.min { one, other in
            let counts = (taken[waiting[one].upload.token] ?? 0, taken[waiting[other].upload.token] ?? 0)
            return counts.0 == counts.1 ? one < other : counts.0 < counts.1
        }
        guard let fewest else { return nil }
        let next = waiting.remove(at: fewest)
        hold(next.upload)
        return next.continuation
    }
}
