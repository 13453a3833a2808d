"""What the columns to be filled in are called, by us and by those who translate their headers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "key": ("Id", "Key", "Identifiant", "Identificador", "Clave", "المعرف"),
    "answer": ("Answer", "Réponse", "Respuesta", "الجواب", "الإجابة"),
    "how_sure": (
        "How sure",
        "Certainty",
        "Degré de certitude",
        "Certitude",
        "Certeza",
        "Grado de certeza",
        "درجة اليقين",
    ),
    "or_answer": ("Or", "Or else", "Ou", "Ou bien", "O bien", "O", "أو"),
    "since": ("Since", "Depuis", "Depuis le", "Desde", "منذ"),
    "until": ("Until", "Jusqu'au", "Jusqu'à", "Hasta", "حتى"),
    "document": ("Document", "Documento", "الوثيقة"),
    "place": (
        "Place in it",
        "Place",
        "Page or paragraph",
        "Endroit",
        "Page",
        "Lugar",
        "Página",
        "الموضع",
    ),
    "quote": ("Quotation", "Quote", "Citation", "Cita", "الاقتباس"),
    "said_by": (
        "Who says so",
        "Said by",
        "Qui le dit",
        "Quién lo dice",
        "من يقول ذلك",
        "القائل",
    ),
    "lead": (
        "Lead institution",
        "Lead",
        "Institution responsable",
        "Institution chef de file",
        "Institución responsable",
        "الجهة المسؤولة",
    ),
    "note": ("Note", "Remarque", "Nota", "Observación", "ملاحظة"),
    "public": ("Public", "Público", "علني"),
    "opinion": (
        "Reviewer's opinion",
        "Opinion",
        "Your opinion",
        "Avis",
        "Opinión",
        "الرأي",
    ),
    "status": (
        "Proposed status",
        "Status",
        "Statut proposé",
        "Statut",
        "Estado propuesto",
        "Estado",
        "الحالة المقترحة",
    ),
    "comment": ("Comment", "Comments", "Commentaire", "Comentario", "تعليق"),
    "evidence": ("Evidence", "Preuve", "Éléments de preuve", "Prueba", "Pruebas", "الدليل"),
    "name": ("Name", "Your name", "Nom", "Nombre", "الاسم"),
    "role": ("Role", "Function", "Fonction", "Cargo", "Función", "الصفة"),
    "institution": ("Institution", "Institución", "المؤسسة"),
    "date": ("Date", "Fecha", "التاريخ"),
    "decision": ("Decision", "Décision", "Decisión", "القرار"),
}
"""By field, in English, French, Spanish and Arabic; without regard to case, accents and spaces."""
