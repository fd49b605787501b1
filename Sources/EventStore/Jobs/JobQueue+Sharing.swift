import GRDB
import TrackingLog

extension JobQueue {
    /// The latest logs of a claim's owner that may equal its log.
    ///
    /// They have the same apps, day and length.
    public func similarResults(_ claim: JobClaim, rows: Int, bytes: Int) throws(StoreError) -> [JobID] {
        try store.read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT worker FROM job
                    WHERE state = 'done' AND owner IS ?1 AND date IS ?2 AND apps IS ?3 AND rows = ?4 AND bytes = ?5
                    ORDER BY number DESC LIMIT 4
                    """,
                arguments: [
                    claim.job.owner, claim.job.date?.daysSince1970, claim.job.apps.map(\.storedText), rows,
                    bytes,
                ]
            ).compactMap(JobID.init)
        }
    }
}
