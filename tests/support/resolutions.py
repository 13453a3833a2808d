"""An invented resolution, in the forms in which copies of real ones come."""

from __future__ import annotations

PARAGRAPHS = """\
T/RES/1/7
Resolution adopted by the General Assembly on 21 December 2010
1/7. Shelter for everyone
The General Assembly,
Recalling its earlier resolution,1
Recognizing that shelters are full, and encouraging States to consider building more,
1.\tCalls upon all States to open shelters2 at night and to train their staff, including by courses;
2.\tNotes with concern that shelters close, and in this regard:
(a)\tUrges States that have not done so to keep them open, where necessary;
(b)\tRequests the Secretary-General to report;
3.\tAlso urges States parties to the Shelter Convention,3 to:
(a)\tLimit stays:
(i)\tTo thirty days, for adults;
(ii)\tTo ten days, for children;
(b)\tPublish figures.
4.\tDecides to remain seized of the matter.
71st plenary meeting
21 December 2010
1 T/RES/1/6.
2 See annex.
3 Treaty Series, vol. 1.
[DU1]
7
"""
"""One paragraph a line, with tabs, as a Word file of the Official Document System gives it."""

PAGES = """\
T/RES/1/8
Shelter for everyone

12. We commit to keep shelters open by day and by
night. We further commit to train their staff.
To realize this commitment, we will draw from the following actions:
(a) Open shelters in every town and in every harbour, for
all who knock at the door;
T/RES/1/8
Shelter for everyone
(b) Train staff, as set out in article 5
(b) of the Shelter Convention, every year;
Calls upon Governments to build shelters that are open to
13.
everyone, whatever the status; 4
14.
Urges States to count the persons who
sleep outside, 5 and to publish the figures.
"""
"""Lines as on the page: running heads, a number behind its line, a number alone, loose marks."""

SUMMARY = """\
1. In its resolution 1/7, the General Assembly asked for a report on shelters.

2. The Governments of three States replied.

3. Replies are summarized below.

4. The Secretary-General:

(a) Encourages States to open shelters at night;

(b) Thanks those that replied.
"""
