// The page of Swagger UI in Quarkus 3.33 has no viewport, so phones would show it at the width of a desktop.
document.head.insertAdjacentHTML('beforeend', '<meta name="viewport" content="width=device-width, initial-scale=1">');
