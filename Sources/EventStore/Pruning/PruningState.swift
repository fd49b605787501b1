import GRDB
public import TrackingLog

/// How far a store is pruned, and whether that is going on.
///
/// Recorders remember numbers of rows from one transaction to the next. What is pruned must not be among them, so pruning
/// goes through stages: it is announced first, from when on no recorder begins with what it remembers; those that had
/// begun are given a moment to end; and who has not ended when the first row is removed has to begin anew.
struct PruningState: Equatable {
    /// Grows by 1 with each stage: nothing under way, announced, rows being removed, and so on.
    var stage: Int64
    /// No event that happened before is taken any more, since it may have been there.
    var before: Timestamp?

    /// Whether rows stay where they are until the next stage.
    var isQuiet: Bool { stage % 3 == 0 }
    /// Whether rows are being removed, or were when a process died.
    var isRemoving: Bool { stage % 3 == 2 }

    init(_ database: Database) throws {
        guard let row = try Row.fetchOne(database.cachedStatement(sql: "SELECT stage, before FROM pruning")) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "how far it is pruned is lost")
        }
        stage = row[0]
        before = (row[1] as Int64?).map(Timestamp.init(secondsSince1970:))
    }

    /// Whether what was remembered in this state still holds in a later one.
    func holds(in later: PruningState) -> Bool { !isQuiet || later.stage <= stage + 1 }
}

extension EventStore {
    /// Events that happened before this are pruned, and not taken any more; nil where none are.
    public func prunedBefore() throws(StoreError) -> Timestamp? {
        try read { database in try PruningState(database).before }
    }
}
